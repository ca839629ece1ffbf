/// The checks of a token, in their order.
public enum TokenCheck: Sendable, Equatable, CaseIterable {
    case parts, header, critical, payload, issuer, type, algorithm, expiry, notBefore, audience
    case requiredClaims, issuedAt, lifetime, age, scope
    case key, signature

    /// What people read: a short name, which checks of one kind share.
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
