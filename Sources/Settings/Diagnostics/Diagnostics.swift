/// The errors and warnings of a configuration, in the order of the file.
package struct Diagnostics: Error, Equatable {
    /// Sorted, without duplicates; at least one is an error.
    package let entries: [Diagnostic]

    init(_ entries: [Diagnostic]) {
        self.entries = Array(Set(entries)).sorted()
    }

    /// The first error, on one line.
    package var firstError: String {
        entries.first { $0.severity == .error }.map { "\($0)" } ?? "the configuration is wrong"
    }
}

extension Diagnostics: CustomStringConvertible {
    /// All diagnostics, one per line.
    package var description: String {
        entries.map(\.description).joined(separator: "\n")
    }
}
