/// A token whose signature was checked with a key of its issuer, and whose claims met the requirements.
///
/// There is no way to make one but to verify it.
public struct VerifiedToken: Sendable {
    private let token: UnverifiedToken

    init(_ token: UnverifiedToken) {
        self.token = token
    }

    /// A claim by its name; nil when the token has none.
    public subscript(claim name: String) -> JSONValue? {
        token.payload.root[name]
    }

    /// The payload as a JSON object.
    public var claims: JSONValue { token.payload.root }

    /// The subject (RFC 7519 section 4.1.2); nil when it is absent or no string.
    public var subject: String? { self[claim: "sub"]?.string }

    /// The issuer (RFC 7519 section 4.1.1).
    public var issuer: String? { self[claim: "iss"]?.string }

    /// The payload, for readers that avoid copies.
    package var payload: JSONDocument { token.payload }

    /// The payload as it was signed, in base64url.
    package var encodedPayload: ArraySlice<UInt8> { token.encodedPayload }
}
