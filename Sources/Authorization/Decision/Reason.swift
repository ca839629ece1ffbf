internal import JOSE

/// Why a request was not allowed: a closed set, shared by logs, metrics, `explain` and `verify`.
///
/// The raw value is the reason's name there. The order is that of the documentation, not that of the checks.
public enum Reason: String, CaseIterable, Encodable, Sendable {
    /// No token in the configured sources.
    case tokenMissing = "token_missing"
    /// Different tokens, or a repeated source.
    case tokenAmbiguous = "token_ambiguous"
    /// Longer than the limit.
    case tokenTooLarge = "token_too_large"
    /// Not three parts in base64url with strict JSON, or compressed or encrypted.
    case tokenMalformed = "token_malformed"
    /// `typ` is not allowed.
    case typeNotAllowed = "type_not_allowed"
    /// The header has `crit` or `b64`.
    case criticalHeaderUnsupported = "critical_header_unsupported"
    /// `alg` is not allowed, not registered, or not supported by the key.
    case algorithmNotAllowed = "algorithm_not_allowed"
    /// No key with the token's `kid`, or no usable key.
    case keyUnknown = "key_unknown"
    /// The signature is not valid.
    case signatureInvalid = "signature_invalid"
    /// `iss` is absent, or not a trusted issuer.
    case issuerUnknown = "issuer_unknown"
    /// `aud` is absent, or has none of the accepted audiences.
    case audienceMismatch = "audience_mismatch"
    /// `exp`, or another required claim, is absent.
    case claimMissing = "claim_missing"
    /// A claim has a wrong type, or a value beyond a limit.
    case claimMalformed = "claim_malformed"
    /// `exp` has passed, leeway included.
    case tokenExpired = "token_expired"
    /// `nbf` is in the future, leeway included.
    case tokenNotYetValid = "token_not_yet_valid"
    /// The token lacks the scopes that a rule requires.
    case scopeInsufficient = "scope_insufficient"
    /// A claim does not meet a rule's requirement.
    case claimMismatch = "claim_mismatch"
    /// A rule denies the request.
    case ruleDenied = "rule_denied"
    /// The original request is ambiguous.
    case requestAmbiguous = "request_ambiguous"
    /// The claim headers are longer than the limit.
    case headersTooLarge = "headers_too_large"
    /// The issuer has no usable keys.
    case keysUnavailable = "keys_unavailable"

    /// The HTTP status for the reason: 401, 403 or 503.
    public var status: Int {
        switch self {
        case .scopeInsufficient, .claimMismatch, .ruleDenied, .requestAmbiguous, .headersTooLarge: 403
        case .keysUnavailable: 503
        default: 401
        }
    }
}

extension Reason {
    /// The reason for a token failure.
    init(_ failure: TokenFailure) {
        self =
            switch failure {
            case .tokenMalformed: .tokenMalformed
            case .typeNotAllowed: .typeNotAllowed
            case .criticalHeaderUnsupported: .criticalHeaderUnsupported
            case .algorithmNotAllowed: .algorithmNotAllowed
            case .keyUnknown: .keyUnknown
            case .signatureInvalid: .signatureInvalid
            case .issuerUnknown: .issuerUnknown
            case .audienceMismatch: .audienceMismatch
            case .claimMissing: .claimMissing
            case .claimMalformed: .claimMalformed
            case .tokenExpired: .tokenExpired
            case .tokenNotYetValid: .tokenNotYetValid
            }
    }
}
