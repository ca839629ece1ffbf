/// Everything that was found wrong with a configuration, errors and warnings in the order of the file.
public struct Diagnostics: Error, Equatable {
    /// Sorted, without repetition; at least one is an error.
    public let entries: [Diagnostic]

    init(_ entries: [Diagnostic]) {
        self.entries = Array(Set(entries)).sorted()
    }
}

extension Diagnostics: CustomStringConvertible {
    /// One line each.
    public var description: String {
        entries.map(\.description).joined(separator: "\n")
    }
}
