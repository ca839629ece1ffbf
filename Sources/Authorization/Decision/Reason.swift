internal import JOSE

/// Why a request was not allowed: one closed set, the same words in logs, metrics, `explain` and `verify`.
///
/// The raw value is the word itself. The order is the order of the documentation, not that of the checks.
public enum Reason: String, CaseIterable, Encodable, Sendable {
    /// No token where one is looked for.
    case tokenMissing = "token_missing"
    /// Different tokens, or one place used twice.
    case tokenAmbiguous = "token_ambiguous"
    /// Longer than the limit.
    case tokenTooLarge = "token_too_large"
    /// Not three parts in base64url with strict JSON, or compressed or encrypted.
    case tokenMalformed = "token_malformed"
    /// `typ` is not on the list.
    case typeNotAllowed = "type_not_allowed"
    /// The header has `crit` or `b64`.
    case criticalHeaderUnsupported = "critical_header_unsupported"
    /// `alg` is not allowed, not known, or not what the key is for.
    case algorithmNotAllowed = "algorithm_not_allowed"
    /// No key with the token's `kid`, or no usable key.
    case keyUnknown = "key_unknown"
    /// The signature is not that of the key.
    case signatureInvalid = "signature_invalid"
    /// `iss` is absent, or of nobody who is trusted.
    case issuerUnknown = "issuer_unknown"
    /// `aud` is absent, or names somebody else.
    case audienceMismatch = "audience_mismatch"
    /// `exp`, or another required claim, is absent.
    case claimMissing = "claim_missing"
    /// A claim has a wrong type, or a value beyond a limit.
    case claimMalformed = "claim_malformed"
    /// Now is not before `exp`, leeway included.
    case tokenExpired = "token_expired"
    /// Now is before `nbf`, leeway included.
    case tokenNotYetValid = "token_not_yet_valid"
    /// A rule asks for scopes that the token lacks.
    case scopeInsufficient = "scope_insufficient"
    /// A rule asks for another value of a claim.
    case claimMismatch = "claim_mismatch"
    /// A rule denies the request, whatever the token.
    case ruleDenied = "rule_denied"
    /// The original request can be read in two ways.
    case requestAmbiguous = "request_ambiguous"
    /// The claim headers are longer than the limit.
    case headersTooLarge = "headers_too_large"
    /// The issuer has no usable keys at all.
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

extension Reason {
    /// The reason that goes with what is wrong with a token.
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
