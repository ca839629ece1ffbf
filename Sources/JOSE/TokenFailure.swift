/// Why a token is not valid: a closed set.
///
/// The raw value is what `postern verify` prints.
public enum TokenFailure: String, CaseIterable, Sendable {
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
}
