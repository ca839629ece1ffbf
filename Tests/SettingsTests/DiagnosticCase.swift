import Foundation
import Settings
import Testing

/// A configuration with errors, and the expected diagnostics.
///
/// The cases are in `Diagnostics/*.txt`: the YAML, a line `==`, the expected lines without the file's name, a line `%%`.
struct DiagnosticCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let yaml: String
    let expected: [String]

    static let all: [DiagnosticCase] = topics.flatMap(read)
    private static let topics = [
        "structure", "types", "quantities", "listeners", "issuers", "tokens", "rules", "policy",
    ]

    private static func read(_ topic: String) -> [DiagnosticCase] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "Diagnostics/\(topic).txt"
        )
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.components(separatedBy: "%%\n").enumerated().map { index, row in
            let parts = row.components(separatedBy: "==\n")
            // An issuer must be there; it is put at the end, so that it moves nothing.
            let isComplete = topic == "issuers" || row.hasPrefix("{")
            return DiagnosticCase(
                testDescription: "\(topic) \(index + 1)",
                yaml: parts[0] + (isComplete ? "" : minimal),
                expected: parts[1...].joined().split(separator: "\n").map { "postern.yaml:\($0)" }
            )
        }
    }

    /// The minimal configuration.
    static let minimal = "issuers: [{ issuer: https://issuer.example, audiences: any }]\n"
}

/// The diagnostics of a text, one line each; empty for a valid one.
func diagnostics(in text: String) -> [String] {
    switch ConfigurationLoader.load(text: text, path: "postern.yaml") {
    case .success: []
    case .failure(let found): found.entries.map(\.description)
    }
}

/// The configuration of a valid text, with its warnings.
func load(_ text: String, path: String = "/etc/postern/postern.yaml") throws -> ConfigurationLoader.Loaded {
    try ConfigurationLoader.load(text: text, path: path).get()
}
