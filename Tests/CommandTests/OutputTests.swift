import Foundation
import TestSupport
import Testing

/// What every command owes a script: no success without its output, and clean lines on standard error.
@Suite("Output of commands", .timeLimit(.minutes(1))) struct OutputTests {
    private static let trusted = ["--issuer", "https://issuer.example", "--any-audience"]

    @Test(
        "Output that cannot be written is no success",
        arguments: [
            ["--version"], ["--help"], ["check", "--offline"] + trusted, ["snippet", "nginx"] + trusted,
            ["snippet", "haproxy", "--lua"],
        ]
    )
    func whatCannotBeWrittenIsNoSuccess(_ arguments: [String]) throws {
        let run = try CommandRun(Program.postern, arguments, outputFile: "/dev/full")
        #expect(run.status == 1)
        #expect(run.errors.hasSuffix("postern: standard output could not be written\n"), "\(run.errors)")
        #expect(try CommandRun(Program.postern, arguments).status == 0)
    }

    @Test("An explanation that cannot be written is status 2")
    func anExplanationThatCannotBeWrittenIsStatusTwo() throws {
        try withConfiguration { file in
            let arguments = ["explain", "--config", file, "--jwks", "file:\(file).keys", "-"]
            let run = try CommandRun(Program.postern, arguments, outputFile: "/dev/full")
            #expect(run.status == 2)
            #expect(run.errors.hasSuffix("postern: standard output could not be written\n"), "\(run.errors)")
            let read = try CommandRun(Program.postern, arguments)
            #expect(read.status == 1)
            #expect(read.output.contains("token_missing"), "\(read.errors)")
        }
    }

    @Test(
        "A token in several words is not repeated",
        arguments: [["Bearer", "eyJtoken"], ["eyJtoken", "eyJtoken2"], ["Bearer eyJtoken"]]
    )
    func aTokenInSeveralWordsIsNotRepeated(_ words: [String]) throws {
        try withConfiguration { file in
            let run = try CommandRun(
                Program.postern,
                ["explain", "--config", file, "--jwks", "\(file).keys"] + words
            )
            #expect(run.status == 1)
            #expect(run.output.contains("token_malformed"), "\(run.errors)")
            #expect(!(run.output + run.errors).contains("eyJtoken"))
        }
    }

    @Test("CA certificates that cannot be read are an error") func authoritiesThatCannotBeReadAreAMistake() throws {
        for content in [nil, "", "no certificate\n"] {
            try withConfiguration(issuer: "ca_file: ca.pem") { file in
                let authorities = URL(filePath: file).deletingLastPathComponent().appending(path: "ca.pem")
                try content.map { try Data($0.utf8).write(to: authorities) }
                for command in [["check", "--offline"], ["check"], ["serve"]] {
                    let run = try CommandRun(Program.postern, command + ["--config", file])
                    // The file may well be on the machine that is to have the service.
                    let isMissingElsewhere = content == nil && command.contains("--offline")
                    #expect(run.status == (isMissingElsewhere ? 0 : 1), "\(command): \(run.errors)")
                    #expect(run.errors.contains("`ca_file`"), "\(command): \(run.errors)")
                }
            }
        }
    }

    @Test("Warnings of the service are log lines") func warningsOfTheServiceAreLogLines() throws {
        try withConfiguration(issuer: "leeway: 25h\n    ca_file: ca.pem") { file in
            let serve = try CommandRun(Program.postern, ["serve", "--config", file])
            let logged = try #require(serve.errors.split(separator: "\n").first { $0.contains("leeway") })
            let line = try JSONSerialization.jsonObject(with: Data(logged.utf8)) as? [String: Any]
            #expect(line?["level"] as? String == "warning", "\(serve.errors)")
            let check = try CommandRun(Program.postern, ["check", "--offline", "--config", file])
            #expect(check.errors.hasPrefix("\(file):6:13: warning: issuers[0].leeway: "), "\(check.errors)")
        }
    }

    @Test("A stranger's key ID stays on its line") func aStrangersKeyIDStaysOnItsLine() throws {
        try withConfiguration(issuer: "jwks: file:strange.json") { file in
            let set = #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"a\u2028b\u202ec\u2029d\u0085e"}]}"#
            let strange = URL(filePath: file).deletingLastPathComponent().appending(path: "strange.json")
            try Data(set.utf8).write(to: strange)
            let run = try CommandRun(Program.postern, ["check", "--config", file])
            #expect(run.status == 2)
            #expect(run.output.contains(#"kid a\u{2028}b\u{202e}c\u{2029}d\u{85}e: "#), "\(run.output)")
        }
    }

    @Test("An empty environment form is unset") func anEmptyEnvironmentFormIsUnset() throws {
        let run = try CommandRun(
            "/usr/bin/env",
            ["POSTERN_CONFIG=", Program.postern, "explain", "-"]
        )
        #expect(run.status == 2)
        #expect(run.errors.contains("no configuration: give --config FILE"), "\(run.errors)")
        let dumps = try CommandRun(
            "/usr/bin/env",
            ["POSTERN_CORE_DUMPS=perhaps", Program.postern, "serve"] + Self.trusted
        )
        #expect(dumps.status == 1)
        #expect(dumps.errors.contains("POSTERN_CORE_DUMPS is neither true nor false"), "\(dumps.errors)")
    }

    @Test("A state directory that cannot be written is a warning")
    func aStateDirectoryThatCannotBeWrittenIsWarnedOf() throws {
        try withConfiguration(rest: "keys: { state_directory: keys.txt/state }") { file in
            let other = URL(filePath: file).deletingLastPathComponent().appending(path: "keys.txt")
            try Data().write(to: other)
            let run = try CommandRun(Program.postern, ["check", "--offline", "--config", file])
            #expect(run.status == 0)
            #expect(run.errors.contains("(Not a directory)"), "\(run.errors)")
        }
        try withConfiguration(rest: "keys: { state_directory: missing/state }") { file in
            let run = try CommandRun(Program.postern, ["check", "--offline", "--config", file])
            #expect(run.errors.isEmpty)
            let folder = URL(filePath: file).deletingLastPathComponent()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2, "nothing stays behind")
        }
    }

    /// A configuration whose issuer cannot be reached, and an empty key set beside it.
    private func withConfiguration(issuer: String = "", rest: String = "", _ body: (String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let text = """
            listeners: [{ address: "unix:postern.sock" }]
            admin: off
            issuers:
              - issuer: https://127.0.0.1:9
                audiences: any
                \(issuer)
            \(rest)
            """
        try folder.write(#"{"keys":[]}"#, to: "postern.yaml.keys")
        try body(folder.write(text, to: "postern.yaml"))
    }
}
