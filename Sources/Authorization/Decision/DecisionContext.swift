internal import JOSE

/// The context of one decision besides the request.
struct DecisionContext {
    /// Unix seconds.
    let now: Double
    /// Whether ``Decision/pending(_:)`` may be returned.
    let mayWait: Bool
    /// Records every check; then the token cache is not used.
    let observer: CheckObserver?
    /// The rule that matches the request; nil when none does.
    var rule: CompiledRule?
}
