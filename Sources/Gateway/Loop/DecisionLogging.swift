/// Which decisions get a log line.
package enum DecisionLogging: String, Sendable, CaseIterable {
    case none
    /// Refusals only, and not all of them when there are very many.
    case denied
    case all
}
