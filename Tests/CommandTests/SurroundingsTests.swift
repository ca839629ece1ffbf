import Foundation
import TestSupport
import Testing

/// Configurations that are no files, and environments that do not fit.
@Suite("Environment and files of commands", .timeLimit(.minutes(1))) struct SurroundingsTests {
    private static let sound = "issuers: [{ issuer: a, audiences: any, jwks: \"file:keys.json\" }]\n"
    private static let trusted = ["--issuer", "https://issuer.example", "--any-audience"]

    /// A folder with a key set that has no usable key.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(#"{"keys":[]}"#, to: "keys.json")
        return folder
    }

    @Test("Standard input holds a configuration") func standardInputHoldsAConfiguration() throws {
        let folder = try folder()
        let file = try folder.write(Self.sound, to: "input")
        for (arguments, environment) in [(["--config", "-"], [:]), ([], ["POSTERN_CONFIG": "-\n"])] {
            let run = try CommandRun(
                Program.postern,
                ["check"] + arguments,
                input: file,
                environment: environment,
                in: folder.path
            )
            #expect(run.status == 2)
            #expect(
                run.output.contains("  keys from   \(folder.path)/keys.json (a file)\n"),
                "\(run.output)\(run.errors)"
            )
        }
        let wrong = try folder.write("\nthreads: 0\n" + Self.sound, to: "wrong")
        let run = try CommandRun(Program.postern, ["check", "--config", "-"], input: wrong, in: folder.path)
        #expect(run.status == 1)
        #expect(run.errors == "-:2:10: error: threads: 0 is not from 1 to 1024\n")
    }

    @Test("A variable holds a configuration") func aVariableHoldsAConfiguration() throws {
        let folder = try folder()
        let environment = ["POSTERN_YAML": "admin: off\n" + Self.sound]
        let commands = [
            ["check", "--offline"], ["snippet", "nginx"], ["explain", "--jwks", "keys.json", "-"],
        ]
        for (command, status) in zip(commands, [0, 0, 1] as [Int32]) {
            let run = try CommandRun(
                Program.postern,
                command + ["--config", "env:POSTERN_YAML"],
                environment: environment,
                in: folder.path
            )
            #expect(run.status == status, "\(command): \(run.errors)")
            #expect(run.errors.isEmpty, "\(command): \(run.errors)")
            #expect(!run.output.isEmpty)
        }
        let missing = try CommandRun(Program.postern, ["serve", "--config", "env:NO_SUCH_YAML"])
        #expect(missing.status == 1)
        #expect(missing.errors.hasPrefix("env:NO_SUCH_YAML: error: the environment variable 'NO_SUCH_YAML' is not set"))
    }

    @Test("`explain` cannot read both from standard input") func explainCannotReadBothFromStandardInput() throws {
        let run = try CommandRun(Program.postern, ["explain", "--config", "-", "-"])
        #expect(run.status == 2)
        #expect(run.errors.contains("standard input can contain the configuration or the token, not both"))
    }

    @Test("Every command warns of variables that do nothing") func everyCommandWarnsOfVariablesThatDoNothing() throws {
        let folder = try folder()
        let file = try folder.write("admin: off\n" + Self.sound, to: "postern.yaml")
        let environment = ["POSTERN_ISUER": "a", "POSTERN_AUDIENCE": "api", "POSTERN_SERVICE_HOST": "10.0.0.1"]
        let unknown =
            "POSTERN_ISUER: warning: unknown variable, ignored; did you mean 'POSTERN_ISSUER'?"
        let useless =
            "POSTERN_AUDIENCE: warning: no effect, because the configuration is read from \(file); "
            + "unset it, or move the setting there"
        for command in [
            ["check", "--offline"], ["snippet", "nginx"], ["explain", "--jwks", "\(folder.path)/keys.json", "-"],
        ] {
            let run = try CommandRun(Program.postern, command + ["--config", file], environment: environment)
            #expect(run.errors == "\(useless)\n\(unknown)\n", "\(command)")
        }
        let serve = try CommandRun(Program.postern, ["serve", "--config", file], environment: environment)
        #expect(serve.status == 1, "its key file has no key")
        let logged = serve.errors.split(separator: "\n").filter { $0.contains("POSTERN_") }
        #expect(logged.count == 2, "\(serve.errors)")
        #expect(logged.allSatisfy { $0.contains(#""level":"warning""#) }, "\(serve.errors)")
        #expect(logged.first?.contains("POSTERN_AUDIENCE: warning: no effect") == true, "\(serve.errors)")
    }

    @Test("A misspelt name is suggested when there is no configuration")
    func aMisspeltNameIsSuggestedWhenThereIsNoConfiguration() throws {
        let environment = ["POSTERN_ISSUER_URL": "https://issuer.example", "POSTERN_CONFIG_FILE": "postern.yaml"]
        for (command, status) in [(["serve"], 1), (["check"], 1), (["explain", "-"], 2)] as [([String], Int32)] {
            let run = try CommandRun(Program.postern, command, environment: environment)
            #expect(run.status == status)
            #expect(run.errors.contains("did you mean 'POSTERN_ISSUER'?"), "\(run.errors)")
            #expect(run.errors.contains("did you mean 'POSTERN_CONFIG'?"), "\(run.errors)")
            #expect(run.errors.contains("no configuration: give --config FILE"), "\(run.errors)")
        }
    }

    @Test("Values of variables lose a line feed and are named in errors")
    func valuesOfVariablesLoseALineFeedAndAreBlamedByName() throws {
        let environment = [
            "POSTERN_ISSUER": "https://issuer.example\n", "POSTERN_AUDIENCE": "api\n", "POSTERN_ADMIN": "off\n",
            "POSTERN_ADMIN_PUBLIC": "false\n", "POSTERN_CLAIM_HEADER": "X-A=sub, X-B=aud\n",
        ]
        let right = try CommandRun(Program.postern, ["check", "--offline"], environment: environment)
        #expect(right.status == 0)
        #expect(right.errors.isEmpty, "\(right.errors)")
        let wrong = try CommandRun(
            Program.postern,
            ["check", "--offline"],
            environment: environment.merging(["POSTERN_ISSUER": "\"https://issuer.example\"\n"]) { $1 }
        )
        #expect(wrong.status == 1)
        let lines = wrong.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("POSTERN_ISSUER: ") }, "\(wrong.errors)")
        #expect(lines.contains { $0.contains("quotes") }, "\(wrong.errors)")
    }

    @Test("Proxies and stores that cannot be used are warned of")
    func proxiesAndStoresThatCannotBeUsedAreWarnedOf() throws {
        let environment = [
            "ALL_PROXY": "socks4://proxy.example", "HTTPS_PROXY": "", "https_proxy": "",
            "SSL_CERT_FILE": "/nowhere/ca.pem",
        ]
        let words = [
            "ALL_PROXY is ignored: its scheme is not http, socks5 or socks5h",
            "SSL_CERT_FILE: /nowhere/ca.pem cannot be read: No such file or directory",
        ]
        let check = try CommandRun(Program.postern, ["check", "--offline"] + Self.trusted, environment: environment)
        #expect(check.status == 0)
        #expect(check.errors == words.map { "warning: \($0)\n" }.joined())
        let json = try CommandRun(
            Program.postern,
            ["check", "--offline", "--json"] + Self.trusted,
            environment: environment
        )
        #expect(words.allSatisfy(json.output.contains), "\(json.output)")
        let folder = try folder()
        let file = try folder.write("admin: off\n" + Self.sound, to: "postern.yaml")
        let serve = try CommandRun(Program.postern, ["serve", "--config", file], environment: environment)
        for words in words { #expect(serve.errors.contains(words), "\(serve.errors)") }
    }

    @Test("Missing secrets and files are warnings offline") func missingSecretsAndFilesAreWarningsOffline() throws {
        let folder = try folder()
        let text = """
            listeners:
              - { address: 127.0.0.1:9090, tls: { certificate: none.pem, key: none.key } }
            issuers:
              - issuer: https://127.0.0.1:9
                audiences: any
                ca_file: none.ca
                jwks_headers: { X-Key: { file: none.secret } }
            """
        let file = try folder.write(text, to: "postern.yaml")
        let offline = try CommandRun(Program.postern, ["check", "--offline", "--config", file])
        #expect(offline.status == 0, "\(offline.errors)")
        #expect(offline.output == "the configuration is valid\n")
        let lines = offline.errors.split(separator: "\n")
        #expect(lines.count == 4, "\(offline.errors)")
        #expect(lines.allSatisfy { $0.contains(": warning: ") }, "\(offline.errors)")
        for (line, name) in [("2:52", "none.pem"), ("2:67", "none.key"), ("6:14", "none.ca"), ("7:36", "none.secret")] {
            #expect(lines.contains { $0.hasPrefix("\(file):\(line): ") && $0.contains(name) }, "\(line) \(lines)")
        }
        let online = try CommandRun(Program.postern, ["check", "--config", file])
        #expect(online.status == 1)
        #expect(online.errors.split(separator: "\n").count { $0.contains(": error: ") } == 3, "\(online.errors)")
    }
}
