/// Everything that was found wrong with a configuration, errors and warnings in the order of the file.
package struct Diagnostics: Error, Equatable {
    /// Sorted, without repetition; at least one is an error.
    package let entries: [Diagnostic]

    init(_ entries: [Diagnostic]) {
        self.entries = Array(Set(entries)).sorted()
    }

    /// One line: the first mistake.
    package var firstError: String {
        entries.first { $0.severity == .error }.map { "\($0)" } ?? "the configuration is wrong"
    }
}

extension Diagnostics: CustomStringConvertible {
    /// One line each.
    package var description: String {
        entries.map(\.description).joined(separator: "\n")
    }
}
