internal import JOSE

/// What one decision is made under, beside the request itself.
struct DecisionContext {
    /// Unix seconds.
    let now: Double
    /// Whether ``Decision/pending(_:)`` is a possible answer.
    let mayWait: Bool
    /// Is shown every check; then nothing is taken from memory.
    let observer: CheckObserver?
    /// The rule that covers the request; nil when none does.
    var rule: CompiledRule?
}
