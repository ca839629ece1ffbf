/// An invariant that an input broke.
public struct Finding: Error, CustomStringConvertible {
    /// The broken invariant.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Throws a finding unless the condition holds.
func require(_ condition: Bool, _ invariant: @autoclosure () -> String) throws(Finding) {
    guard condition else { throw Finding(invariant()) }
}
