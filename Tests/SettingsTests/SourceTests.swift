import Foundation
import Issuers
import Settings
import Testing

@Suite("Where a configuration is read from")
struct SourceTests {
    @Test(
        "What --config may say",
        arguments: [
            ("-", ConfigurationSource.standardInput), ("env:YAML", .variable("YAML")), ("env:", .variable("")),
            ("./-", .file("./-")), ("./env:YAML", .file("./env:YAML")), ("postern.yaml", .file("postern.yaml")),
            ("--", .file("--")), ("ENV:A", .file("ENV:A")),
        ]
    )
    func forms(_ text: String, _ expected: ConfigurationSource) {
        #expect(ConfigurationSource(text) == expected)
        #expect(expected.description == text)
    }

    @Test("A variable's value is a configuration whose relative paths start at the working directory")
    func variable() throws {
        let text = "issuers: [{ issuer: a, audiences: any, jwks: \"file:keys.json\" }]"
        let environment = CommandEnvironment(["YAML": text])
        let loaded = try ConfigurationLoader.load(.variable("YAML"), environment: environment).get()
        let expected = FileManager.default.currentDirectoryPath + "/keys.json"
        #expect(loaded.configuration.issuerKeys.first?.source == .file(path: expected))
    }

    @Test("Its errors have a location in it")
    func diagnostics() {
        let environment = CommandEnvironment(["YAML": "\nissuers: 5\n", "EMPTY": ""])
        func lines(_ name: String) -> [String] {
            guard case .failure(let found) = ConfigurationLoader.load(.variable(name), environment: environment) else {
                return []
            }
            return found.entries.map(\.description)
        }
        #expect(lines("YAML") == ["env:YAML:2:10: error: issuers: expected a list of issuers, found a number"])
        let advice = "put the whole configuration into it, or use a file"
        for name in ["NONE", "EMPTY"] {
            #expect(
                lines(name) == [
                    "env:\(name): error: the environment variable '\(name)' is not set or is empty; \(advice)"
                ]
            )
        }
    }
}
