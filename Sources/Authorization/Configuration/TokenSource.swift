/// A part of a request that may contain a token.
public enum TokenSource: Sendable, Equatable {
    /// A header field; `scheme` is compared without ASCII case, and is empty for a token without one.
    ///
    /// With the scheme `Basic`, the token is the user or the password (RFC 7617 section 2).
    case header(name: String, scheme: String)
    /// A cookie, without its quotes (RFC 6265 section 4.2.1).
    ///
    /// With a scheme, the value is percent-decoded and begins with it. A chunked cookie may also be split into `NAME.0`,
    /// `NAME.1` and so on.
    case cookie(name: String, scheme: String? = nil, isChunked: Bool = false)
    /// A parameter of the original URI's query, percent-decoded (RFC 6750 section 2.3).
    case query(name: String)
    /// `Sec-WebSocket-Protocol: bearer, TOKEN`, or an item `base64url.bearer.authorization.k8s.io.` with the token in base64url.
    ///
    /// Scripts in browsers cannot set any other header of a WebSocket handshake (RFC 6455 section 11.3.4).
    case webSocketProtocol

    /// `Authorization: Bearer TOKEN` (RFC 6750 section 2.1), the default.
    public static let bearer = TokenSource.header(name: "Authorization", scheme: "Bearer")

    /// The request header that the source reads; nil for the query.
    public var headerName: String? {
        switch self {
        case .header(let name, _): name
        case .cookie: "Cookie"
        case .webSocketProtocol: "Sec-WebSocket-Protocol"
        case .query: nil
        }
    }

    /// The scheme before the token; nil for a token without one.
    public var scheme: String? {
        switch self {
        case .header(_, let scheme): scheme.isEmpty ? nil : scheme
        case .cookie(_, let scheme, _): scheme?.isEmpty == true ? nil : scheme
        case .query, .webSocketProtocol: nil
        }
    }

    /// Whether the token is in Basic credentials (RFC 7617).
    public var isBasic: Bool {
        scheme?.lowercased() == "basic"
    }
}
