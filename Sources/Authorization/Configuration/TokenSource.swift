/// A place in a request where a token may stand.
public enum TokenSource: Sendable, Equatable {
    /// A header field; `scheme` is compared without ASCII case, and empty for the bare value.
    case header(name: String, scheme: String)
    /// A cookie of the `Cookie` header, its quotes taken off (RFC 6265 section 4.2.1).
    case cookie(name: String)
    /// A member of the original URI's query, percent-decoded (RFC 6750 section 2.3).
    case query(name: String)

    /// `Authorization: Bearer TOKEN` (RFC 6750 section 2.1), the default.
    public static let bearer = TokenSource.header(name: "Authorization", scheme: "Bearer")
}
