public import JOSE

/// A published profile of tokens, as a set of requirements.
public enum TokenProfile: String, Sendable, Equatable, CaseIterable {
    /// JWT access tokens (RFC 9068 sections 2.1 and 2.2).
    ///
    /// `typ` is `at+jwt`, and `iss`, `exp`, `aud`, `sub`, `client_id`, `iat` and `jti` are present.
    case rfc9068

    /// Adds the profile's requirements; token types that are set already are kept.
    public func apply(to requirements: inout TokenRequirements) {
        switch self {
        case .rfc9068:
            requirements.tokenTypes = requirements.tokenTypes ?? ["at+jwt"]
            for claim in ["aud", "sub", "client_id", "iat", "jti"] where !requirements.requiredClaims.contains(claim) {
                requirements.requiredClaims.append(claim)
            }
        }
    }
}
