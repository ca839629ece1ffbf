import Foundation
import Settings
import Testing

/// A configuration with mistakes, and the lines that tell of them.
///
/// They stand in `Mistakes/*.txt`: the YAML, a line `==`, the expected lines without the file's name, a line `%%`.
struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let yaml: String
    let expected: [String]

    static let all: [Mistake] = topics.flatMap(read)
    private static let topics = [
        "structure", "types", "quantities", "listeners", "issuers", "tokens", "rules", "policy",
    ]

    private static func read(_ topic: String) -> [Mistake] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Mistakes/\(topic).txt")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.components(separatedBy: "%%\n").enumerated().map { index, row in
            let parts = row.components(separatedBy: "==\n")
            // An issuer must be there; it is put at the end, so that it moves nothing.
            let isComplete = topic == "issuers" || row.hasPrefix("{")
            return Mistake(
                testDescription: "\(topic) \(index + 1)",
                yaml: parts[0] + (isComplete ? "" : sound),
                expected: parts[1...].joined().split(separator: "\n").map { "postern.yaml:\($0)" }
            )
        }
    }

    /// The least that a configuration needs.
    static let sound = "issuers: [{ issuer: https://issuer.example, audiences: any }]\n"
}

/// What is wrong with a text, a line each; empty when nothing is.
func mistakes(in text: String) -> [String] {
    switch ConfigurationLoader.load(text: text, path: "postern.yaml") {
    case .success: []
    case .failure(let found): found.entries.map(\.description)
    }
}

/// The configuration that a text without mistakes stands for, with its warnings.
func load(_ text: String, path: String = "/etc/postern/postern.yaml") throws -> ConfigurationLoader.Loaded {
    try ConfigurationLoader.load(text: text, path: path).get()
}
