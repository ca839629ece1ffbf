import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// `postern explain`, and what the service says of the same tokens over HTTP.
    @Suite("The explain command")
    struct ExplainTests {
        private let signer = Signer.ed25519()
        private let now = Int(Date().timeIntervalSince1970)

        /// What ``RefusedTokens`` are refused by, their keys in a file.
        private static let configuration = """
            listeners:
              - { address: "127.0.0.1:9090", proxy: nginx }
              - { address: "127.0.0.1:9093", proxy: envoy }
              - { address: "127.0.0.1:9094", proxy: forwarded }
            admin: 127.0.0.1:9091
            issuers:
              - issuer: "https://my-api.example/__zuplo/issuer"
                audiences: [api]
                jwks: file:keys.json
                token_types: [at+jwt]
                required_claims: [sub]
                max_age: 24h
            claim_headers: { X-Sub: sub, X-Big: big }
            rules:
              - match: { paths: [/open/**] }
                access: optional
              - match: { hosts: [other.example] }
                access: denied
              - require: { scopes: [admin], claims: { company: example } }
            policies: { closed: { rules: [{ access: denied }] } }
            challenge: { realm: api }
            """

        /// Starts the service that accepts the signer's tokens, and stops it whatever happens.
        private func serve(_ body: (PosternService, TemporaryFolder) async throws -> Void) async throws {
            let folder = try TemporaryFolder()
            try folder.write(#"{"keys":[\#(signer.jwk)]}"#, to: "keys.json")
            let file = ExampleFile(text: Self.configuration, name: "ExplainTests.configuration")
            let postern = try await PosternService(file, issuer: Claims.issuer, in: folder)
            do {
                try await postern.process.ready { try postern.isReady }
                try await body(postern, folder)
            } catch {
                await postern.process.stop()
                throw error
            }
            await postern.process.stop()
        }

        private func explain(
            _ token: String,
            _ options: [String] = [],
            _ configuration: String,
            _ folder: TemporaryFolder
        ) throws -> ChildProcess {
            let request = options.contains("--request") ? [] : ["--request", "GET https://api.example/"]
            let arguments = ["explain", "--config", configuration] + request + options + [token]
            return try ChildProcess(Program.postern, arguments, in: folder)
        }

        @Test("Keys may come through a pipe") func keysMayComeThroughAPipe() async throws {
            let folder = try TemporaryFolder()
            let keys = try folder.write(#"{"keys":[\#(signer.jwk)]}"#, to: "keys.json")
            var file = ExampleFile(text: Self.configuration, name: "ExplainTests.configuration")
            try file.replace("https://my-api.example/__zuplo/issuer", with: Claims.issuer)
            let configuration = try folder.write(file.text, to: "postern.yaml")
            let token = try signer.sign(header: RefusedTokens.header(), payload: RefusedTokens.payload(now: now))
            let request = "--request https://api.example/"
            let explanation =
                "\(Program.postern) explain --config \(configuration) \(request) --jwks /dev/stdin \(token)"
            let piped = try ChildProcess("/bin/sh", ["-c", "cat \(keys) | \(explanation)"], in: folder)
            #expect(try await piped.exit() == 0)
            #expect(piped.output.contains("allow: 200"), "\(piped.output)")
            let missing = try explain(token, ["--jwks", "none.json"], configuration, folder)
            #expect(try await missing.exit() == 2)
            #expect(missing.output.contains("none.json cannot be read: No such file"), "\(missing.output)")
            let long = try explain(token, ["--jwks", "/dev/zero"], configuration, folder)
            #expect(try await long.exit() == 2)
            #expect(long.output.contains("has more than 1048576 bytes"), "\(long.output)")
        }

        @Test("For every refused token, the reason is that of the service")
        func theReasonIsThatOfTheServiceForEveryRefusedToken() async throws {
            let tokens = try RefusedTokens.all(signer, now: now)
            #expect(tokens.count >= 60)
            try await serve { postern, folder in
                var statuses: [Int] = []
                for token in tokens {
                    let answer = try HTTPClient.request(
                        headers: [
                            "X-Original-Method: GET", "X-Original-URI: /", "X-Original-Host: api.example",
                            "Authorization: Bearer \(token.token)",
                        ],
                        port: postern.nginxPort
                    )
                    statuses.append(answer.status)
                }
                var reasons: [String] = []
                try await eventually("every refusal is logged") {
                    reasons = Self.loggedReasons(postern.process.output)
                    return reasons.count >= tokens.count
                }
                #expect(reasons.count == tokens.count)
                #expect(Set(reasons).count >= 14, "the tokens are refused for many reasons: \(Set(reasons))")
                for start in stride(from: 0, to: tokens.count, by: 8) {
                    let part = start..<min(start + 8, tokens.count)
                    let children = try part.map {
                        try explain(tokens[$0].token, ["--json"], postern.configuration, folder)
                    }
                    for (number, child) in zip(part, children) {
                        #expect(try await child.exit() == 1, "\(tokens[number].name): \(child.output)")
                        let found = try Self.object(child.output)
                        #expect(found["reason"] as? String == reasons[number], "\(tokens[number].name)")
                        #expect(found["status"] as? Int == statuses[number], "\(tokens[number].name)")
                        for part in tokens[number].token.split(separator: ".").dropFirst() where part.count > 12 {
                            #expect(!child.output.contains(part), "\(tokens[number].name)")
                        }
                    }
                }
            }
        }

        @Test("A pasted token is stripped of the text around it")
        func aPastedTokenIsFreedOfWhatStandsAroundIt() async throws {
            try await serve { postern, folder in
                let token = try signer.sign(header: RefusedTokens.header(), payload: RefusedTokens.payload(now: now))
                for pasted in [token, " Bearer  \(token)\n", "bearer \(token)", "\n\t\(token)\r\n"] {
                    let child = try explain(pasted, [], postern.configuration, folder)
                    #expect(try await child.exit() == 0, "\(child.output)")
                    #expect(child.output.contains("allow: 200"), "\(child.output)")
                    #expect(child.output.contains("X-Sub: alice"), "\(child.output)")
                    #expect(child.output.contains("secret"), "a token on the command line is warned of")
                    #expect(!child.output.contains("\u{1B}"), "colours are for terminals")
                    #expect(!child.output.contains(token.suffix(20)))
                }
            }
        }

        @Test("The request, policy and time are those of the arguments")
        func theRequestPolicyAndTimeAreThoseThatAreAskedAbout() async throws {
            try await serve { postern, folder in
                let token = try signer.sign(header: RefusedTokens.header(), payload: RefusedTokens.payload(now: now))
                let cases: [(options: [String], token: String, expected: String)] = [
                    ([], "", "token_missing"), (["--request", "GET /open/a"], "", "allow: 200"),
                    (["--request", "GET https://api.example/%00"], token, "request_ambiguous"),
                    (["--request", "GET /a"], token, "request_ambiguous"),
                    (["--request", "GET https://other.example:8443/"], token, "rule_denied"),
                    (["--policy", "closed"], token, "rule_denied"), (["--policy", "missing"], token, "rule_denied"),
                    (["--at", "\(now + 3600 + 61)"], token, "token_expired"),
                    (["--at", "2020-01-31T12:00:00Z"], token, "allow: 200"),
                    (["--at", "2100-01-31T12:00:00Z"], token, "token_expired"),
                ]
                for row in cases {
                    let child = try explain(row.token, row.options, postern.configuration, folder)
                    #expect(try await child.exit() == (row.expected == "allow: 200" ? 0 : 1), "\(row)")
                    #expect(child.output.contains(row.expected), "\(row): \(child.output)")
                }
            }
        }

        @Test("Keys that cannot be fetched are reported with the reason")
        func keysThatCannotBeHadAreToldWithTheReason() async throws {
            let folder = try TemporaryFolder()
            let configuration = try folder.write(
                """
                listeners: [{ address: "127.0.0.1:9090" }]
                issuers:
                  - { issuer: "\(Claims.issuer)", audiences: any, jwks: "http://127.0.0.1:\(FreePort.take())/keys" }
                  - { issuer: "https://other.example", audiences: any, jwks: "file:nowhere.json" }
                """,
                to: "postern.yaml"
            )
            let token = try signer.sign(header: RefusedTokens.header(), payload: RefusedTokens.payload(now: now))
            let child = try explain(token, [], configuration, folder)
            #expect(try await child.exit() == 1)
            #expect(child.output.contains("deny: 503 keys_unavailable"), "\(child.output)")
            let told = child.output.split(separator: "\n").filter { $0.contains("could not be fetched") }
            #expect(told.count == 1, "only those of the token's issuer: \(child.output)")
            let reason = told.first?.wholeMatch(of: /the keys of (\S+) could not be fetched: (.*)/)
            #expect(reason?.1 == Claims.issuer[...], "\(child.output)")
            #expect(reason?.2.contains("127.0.0.1") == true, "\(child.output)")
        }

        private static func loggedReasons(_ output: String) -> [String] {
            output.split(separator: "\n").compactMap { line in (try? object(String(line)))?["reason"] as? String }
        }

        /// The JSON object in a text, whatever lines stand around it.
        private static func object(_ text: String) throws -> [String: Any] {
            let line = text.split(separator: "\n").first { $0.hasPrefix("{") }
            let object = try JSONSerialization.jsonObject(with: Data((line ?? "").utf8))
            return try #require(object as? [String: Any])
        }
    }
}
