import Bytes

/// A token whose signature was verified with a key of its issuer, and whose claims met the requirements.
///
/// Only verification creates one.
public struct VerifiedToken: Sendable {
    private let text: [UInt8]
    private let payloadPart: Range<Int>
    /// The payload, for access without copies.
    package let payload: JSONDocument

    /// Private to this file, so that ``KeyRing/verify(_:allowing:_:)`` below is the only way.
    fileprivate init(_ token: borrowing UnverifiedToken) {
        text = token.text
        payloadPart = token.encodedPayload
        payload = token.payload
    }

    private init(text: [UInt8], payloadPart: Range<Int>, payload: JSONDocument) {
        self.text = text
        self.payloadPart = payloadPart
        self.payload = payload
    }

    /// A claim by its name; nil when it is absent.
    public subscript(claim name: String) -> JSONValue? {
        payload.root[name]
    }

    /// The payload as a JSON object.
    public var claims: JSONValue { payload.root }

    /// The subject (RFC 7519 section 4.1.2); nil when it is absent or not a string.
    public var subject: String? { self[claim: "sub"]?.string }

    /// The issuer (RFC 7519 section 4.1.1).
    public var issuer: String? { self[claim: "iss"]?.string }

    /// The payload as it was signed, in base64url.
    package var encodedPayload: ArraySlice<UInt8> { text[payloadPart] }

    /// A copy in its own storage, without spare capacity.
    ///
    /// A token shares the storage of its verifier, which is as large as the longest token so far. Use a compacted copy
    /// to keep many tokens, or to keep one while the verifier is used again.
    public func compacted() -> VerifiedToken {
        VerifiedToken(text: text.compacted(), payloadPart: payloadPart, payload: payload.compacted())
    }
}

extension KeyRing {
    /// Verifies a token's signature.
    package func verify(
        _ token: borrowing UnverifiedToken,
        allowing allowed: AlgorithmSet,
        _ observer: CheckObserver?
    ) -> KeyVerdict {
        switch check(token, allowing: allowed, observer) {
        case .valid: .verified(VerifiedToken(token))
        case .refused(let problem): .refused(problem)
        case .unknownKey(let problem): .unknownKey(problem)
        }
    }
}
