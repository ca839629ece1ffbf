/// Why a token is not valid: the closed set of this library.
///
/// The raw value is the word that `postern verify` prints.
public enum TokenFailure: String, CaseIterable, Sendable {
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
    /// `iss` is absent, or names no trusted issuer.
    case issuerUnknown = "issuer_unknown"
    /// `aud` is absent, or names none of the accepted audiences.
    case audienceMismatch = "audience_mismatch"
    /// `exp`, or another required claim, is absent.
    case claimMissing = "claim_missing"
    /// A claim has a wrong type, or a value beyond a limit.
    case claimMalformed = "claim_malformed"
    /// Now is not before `exp`, leeway included.
    case tokenExpired = "token_expired"
    /// Now is before `nbf`, leeway included.
    case tokenNotYetValid = "token_not_yet_valid"
}
