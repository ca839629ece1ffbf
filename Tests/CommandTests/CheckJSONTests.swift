import Foundation
import TestSupport
import Testing

/// `postern check --json`: one object on standard output, and nothing else anywhere.
@Suite("JSON output of check", .timeLimit(.minutes(1))) struct CheckJSONTests {
    private func object(_ run: CommandRun) throws -> [String: Any] {
        #expect(run.errors.isEmpty)
        #expect(run.lines.count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        #expect(object.map { Set($0.keys) } == ["errors", "warnings", "issuers"])
        return object ?? [:]
    }

    private func check(_ folder: TemporaryFolder, _ text: String, _ options: String...) throws -> CommandRun {
        let file = try folder.write(text, to: "postern.yaml")
        return try CommandRun(Program.postern, ["check", "--json", "--config", file] + options)
    }

    @Test("Errors have their places") func mistakesHaveTheirPlaces() throws {
        let folder = try TemporaryFolder()
        let text = "issuers: [{ issuer: https://issuer.example, audiences: any, leeway: 25h }]\nthreads: 0\n"
        let run = try check(folder, text)
        #expect(run.status == 1)
        let report = try object(run)
        let errors = try #require(report["errors"] as? [[String: Any]])
        #expect(errors.count == 1)
        #expect(errors.first?["file"] as? String == folder.path("postern.yaml"))
        #expect(errors.first?["line"] as? Int == 2)
        #expect(errors.first?["column"] as? Int == 10)
        #expect(errors.first?["message"] as? String == "threads: 0 is not from 1 to 1024")
        let warnings = try #require(report["warnings"] as? [[String: Any]])
        #expect(warnings.count == 1)
        #expect(warnings.first?["line"] as? Int == 1)
        #expect((report["issuers"] as? [Any])?.isEmpty == true)
    }

    @Test(
        "Wrong options are reported too",
        arguments: [
            ([], [:], "no configuration: give --config FILE"),
            (
                ["--config", "postern.yaml", "--issuer", "a"], [:],
                "--config and flags that take its place were both given"
            ),
            (
                [], ["POSTERN_ISSUER": "a", "POSTERN_ANY_AUDIENCE": "maybe"],
                "POSTERN_ANY_AUDIENCE is neither true nor false"
            ),
        ] as [([String], [String: String], String)]
    )
    func wrongOptionsAreReportedToo(options: [String], environment: [String: String], words: String) throws {
        let run = try CommandRun(Program.postern, ["check", "--json"] + options, environment: environment)
        #expect(run.status == 1)
        let errors = try #require(object(run)["errors"] as? [[String: Any]])
        #expect(errors.count == 1)
        #expect((errors.first?["message"] as? String)?.hasPrefix(words) == true, "\(errors)")
    }

    @Test("Errors in files are among them") func filesAreAmongThem() throws {
        let folder = try TemporaryFolder()
        let text = "issuers:\n  - { issuer: https://127.0.0.1:9, audiences: any, ca_file: none.pem }\n"
        let offline = try check(folder, text, "--offline")
        #expect(offline.status == 0)
        let warnings = try #require(object(offline)["warnings"] as? [[String: Any]])
        #expect(warnings.first?["line"] as? Int == 2)
        #expect(warnings.first?["column"] as? Int == 61)
        let online = try check(folder, text)
        #expect(online.status == 1)
        let report = try object(online)
        #expect((report["errors"] as? [Any])?.count == 1)
        #expect((report["warnings"] as? [Any])?.isEmpty == true)
    }

    @Test("Issuers have their keys") func issuersHaveTheirKeys() throws {
        let folder = try TemporaryFolder()
        let good = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#
        let bad = #"{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"bad"}"#
        try folder.write(#"{"keys":[\#(good),"kid":"good"},\#(good)},\#(bad)]}"#, to: "keys.json")
        let text = """
            issuers:
              - { issuer: one, audiences: any, jwks: "file:keys.json" }
              - { issuer: two, audiences: any, jwks: "http://127.0.0.1:9/keys" }
            """
        let run = try check(folder, text)
        #expect(run.status == 2)
        let issuers = try #require(object(run)["issuers"] as? [[String: Any]])
        #expect(issuers.map { $0["issuer"] as? String } == ["one", "two"])
        #expect(issuers[0]["source"] as? String == folder.path("keys.json"))
        let usable = try #require(issuers[0]["usable"] as? [Any])
        #expect(usable.count == 2)
        #expect(usable[0] as? String == "good")
        #expect(usable[1] is NSNull)
        let rejected = try #require(issuers[0]["rejected"] as? [[String: Any]])
        #expect(rejected.count == 1)
        #expect(rejected.first?["kid"] as? String == "bad")
        #expect((rejected.first?["reason"] as? String)?.isEmpty == false)
        #expect(issuers[0]["error"] == nil)
        #expect((issuers[1]["usable"] as? [Any])?.isEmpty == true)
        #expect((issuers[1]["error"] as? String)?.contains("cannot be reached") == true, "\(issuers[1])")
    }

    @Test("Flags have no place") func flagsHaveNoPlace() throws {
        let arguments = ["check", "--json", "--offline", "--issuer", "https://issuer.example"]
        let run = try CommandRun(Program.postern, arguments)
        #expect(run.status == 1)
        let errors = try #require(object(run)["errors"] as? [[String: Any]])
        #expect(errors.first?["file"] is NSNull)
        #expect(errors.first?["line"] is NSNull)
        #expect((errors.first?["message"] as? String)?.hasPrefix("--audience: missing; ") == true, "\(errors)")
    }
}
