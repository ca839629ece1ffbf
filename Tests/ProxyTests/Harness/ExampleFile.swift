import Foundation
import TestSupport

/// A file of `examples/`, or one that was printed, for a run beside others.
struct ExampleFile {
    private(set) var text: String
    private let name: String

    init(_ name: String) throws {
        self.name = "examples/\(name)"
        text = try Repository.text(of: "examples/\(name)")
    }

    init(text: String, name: String) {
        self.text = text
        self.name = name
    }

    /// Replaces a text that has to be there, so that a file cannot drift away from its test.
    mutating func replace(_ original: String, with replacement: String) throws {
        guard text.contains(original) else { throw HarnessError("\(name) does not contain \(original)") }
        text = text.replacingOccurrences(of: original, with: replacement)
    }
}
