import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// What the README shows is true.
    @Suite("README.md")
    struct ReadmeTests {
        @Test("The configuration is accepted") func theConfigurationIsAccepted() async throws {
            let folder = try TemporaryFolder()
            let (nginx, envoy, admin) = try (FreePort.take(), FreePort.take(), FreePort.take())
            let text = try #require(Self.blocks(of: "yaml").first { $0.hasPrefix("listeners:") })
                .replacingOccurrences(of: "127.0.0.1:9090", with: "127.0.0.1:\(nginx)")
                .replacingOccurrences(of: "127.0.0.1:9093", with: "127.0.0.1:\(envoy)")
                .replacingOccurrences(of: "127.0.0.1:9091", with: "127.0.0.1:\(admin)")
            let file = try folder.write(text, to: "postern.yaml")
            let postern = try ChildProcess(Program.postern, ["serve", "--config", file], in: folder)
            try await postern.ready { [nginx, envoy, admin].allSatisfy(HTTPClient.canConnect(to:)) }
            await postern.stop()
            #expect(postern.exitStatus == 0, "\(postern.output)")
        }

        @Test("The error is reported in these words") func theMistakeIsReportedInTheseWords() async throws {
            let folder = try TemporaryFolder()
            let text = "listeners:\n  - address: 127.0.0.1:9090\n    proxi: nginx\nissuers: []\n"
            let file = try folder.write(text, to: "postern.yaml")
            let postern = try ChildProcess(Program.postern, ["serve", "--config", file], in: folder)
            #expect(try await postern.exit() == 1)
            let message = try #require(Self.blocks(of: "").first { $0.hasPrefix("postern.yaml:") })
            #expect(postern.output.contains(message), "\(postern.output)")
        }

        @Test(
            "The proxies' sides are taken from the examples",
            arguments: [("nginx", "nginx.conf"), ("yaml", "envoy.yaml")]
        )
        func theProxiesSidesAreTakenFromTheExamples(language: String, name: String) throws {
            let example = try Set(Self.lines(of: ExampleFile(name).text))
            for block in try Self.blocks(of: language) where !block.hasPrefix("listeners:") {
                let missing = Self.lines(of: block).filter { !example.contains($0) }
                #expect(missing.isEmpty, "not in examples/\(name)")
            }
        }

        /// The fenced blocks of a language.
        private static func blocks(of language: String) throws -> [String] {
            let text = try Repository.text(of: "README.md")
            let parts = text.components(separatedBy: "```")
            return stride(from: 1, to: parts.count, by: 2).compactMap { index in
                guard parts[index].hasPrefix("\(language)\n") else { return nil }
                return String(parts[index].dropFirst(language.count + 1)).trimmingCharacters(in: .newlines)
            }
        }

        private static func lines(of text: String) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }
}
