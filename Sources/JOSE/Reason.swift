/// Why a request was not allowed: one closed set, the same words in logs, metrics, `explain` and `verify`.
///
/// The raw value is the word itself. The order is the order of the documentation, not that of the checks.
public enum Reason: String, CaseIterable, Sendable {
    case tokenMissing = "token_missing"
    case tokenAmbiguous = "token_ambiguous"
    case tokenTooLarge = "token_too_large"
    case tokenMalformed = "token_malformed"
    case typeNotAllowed = "type_not_allowed"
    case criticalHeaderUnsupported = "critical_header_unsupported"
    case algorithmNotAllowed = "algorithm_not_allowed"
    case keyUnknown = "key_unknown"
    case signatureInvalid = "signature_invalid"
    case issuerUnknown = "issuer_unknown"
    case audienceMismatch = "audience_mismatch"
    case claimMissing = "claim_missing"
    case claimMalformed = "claim_malformed"
    case tokenExpired = "token_expired"
    case tokenNotYetValid = "token_not_yet_valid"
    case scopeInsufficient = "scope_insufficient"
    case claimMismatch = "claim_mismatch"
    case ruleDenied = "rule_denied"
    case requestAmbiguous = "request_ambiguous"
    case headersTooLarge = "headers_too_large"
    case keysUnavailable = "keys_unavailable"

    /// The HTTP status that goes with the reason: 401, 403 or 503.
    public var status: Int {
        switch self {
        case .scopeInsufficient, .claimMismatch, .ruleDenied, .requestAmbiguous, .headersTooLarge: 403
        case .keysUnavailable: 503
        default: 401
        }
    }
}
