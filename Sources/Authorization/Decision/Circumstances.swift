internal import JOSE

/// What one decision is made under, beside the request itself.
struct Circumstances {
    /// Unix seconds.
    let now: Double
    /// Whether ``Decision/needsKeys(issuer:)`` is a possible answer.
    let mayWait: Bool
    let trace: Trace?
    /// The rule that covers the request; nil when none does.
    var rule: PreparedRule?
    /// Whether the proxy removes headers by name.
    var removesHeaders = false
}
