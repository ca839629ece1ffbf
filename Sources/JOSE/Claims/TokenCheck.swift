/// The checks of a token, in the order in which they run.
public enum TokenCheck: Sendable, Equatable, CaseIterable {
    /// Three parts in base64url (RFC 7515 section 7.1).
    case parts
    /// The header is a JSON object with `alg`.
    case header
    /// The header has neither `crit` nor `b64`.
    case critical
    /// The payload is a JSON object.
    case payload
    /// `iss` is a configured issuer.
    case issuer
    /// `typ` is allowed.
    case type
    /// `alg` is allowed.
    case algorithm
    /// `exp` is present and in the future.
    case expiry
    /// `nbf` is not in the future.
    case notBefore
    /// `aud` has an accepted audience.
    case audience
    /// The required claims are present.
    case requiredClaims
    /// `iat` is a number, and present if it is needed.
    case issuedAt
    /// `exp - iat` is within the limit.
    case lifetime
    /// `now - iat` is within the limit.
    case age
    /// `scope` is a string or an array of strings.
    case scope
    /// The issuer has a key for the token.
    case key
    /// The signature is valid.
    case signature

    /// A short name for logs and `explain`; related checks share one.
    public var name: String {
        switch self {
        case .parts: "parts"
        case .header: "header"
        case .critical: "critical"
        case .payload: "payload"
        case .issuer: "issuer"
        case .type: "type"
        case .algorithm: "algorithm"
        case .expiry: "expiry"
        case .notBefore: "not before"
        case .audience: "audience"
        case .requiredClaims, .issuedAt, .scope: "claims"
        case .lifetime: "lifetime"
        case .age: "age"
        case .key: "key"
        case .signature: "signature"
        }
    }
}
