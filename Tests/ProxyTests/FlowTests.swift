import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    @Suite("Load of distinct tokens", .enabled(if: Program.wrk != nil, "wrk is not installed"))
    struct FlowTests {
        /// Every request brings another token, as behind a gateway that issues one for each.
        @Test("Ten seconds of distinct tokens are answered correctly")
        func tenSecondsOfDistinctTokensAreAnsweredRightly() async throws {
            let wrk = try #require(Program.wrk)
            let folder = try TemporaryFolder()
            let ed25519 = Ed25519SigningKey(keyID: "ed25519-1")
            let rsa = try RSASigningKey(keyID: "rsa-1")
            let issuer = try GatewayIssuer(port: FreePort.take(), keys: [ed25519, rsa])
            try await issuer.start()
            let tokens = try folder.write(cases(issuer, ed25519, rsa), to: "tokens")
            let postern = try await PosternService(issuer: issuer.issuer, in: folder)
            try await postern.process.ready { try postern.isReady }

            let good = try "Authorization: Bearer " + issuer.token(ed25519)
            #expect(try HTTPClient.request(headers: [good], port: postern.nginxPort).status == 200)
            let descriptors = try postern.descriptors

            // One connection a thread: see the script.
            let script = Repository.url("Tests/ProxyTests/Harness/flow.lua").path
            let url = "http://127.0.0.1:\(postern.nginxPort)/"
            let flow = try ChildProcess(
                wrk,
                ["-t", "32", "-c", "32", "-d", "10s", "--timeout", "10s", "-s", script, url, "--", tokens],
                in: folder
            )
            #expect(try await flow.exit(within: .seconds(60)) == 0, "\(flow.output)")
            let output = flow.output
            #expect(try number("wrong", in: output) == 0, "\(output)")
            #expect(try number("errors", in: output) == 0, "\(output)")
            #expect(try number("allowed", in: output) > 0, "\(output)")
            #expect(try number("refused", in: output) > 0, "\(output)")

            try await eventually("every connection is closed again") { try postern.descriptors <= descriptors }
            #expect(try HTTPClient.request(headers: [good], port: postern.nginxPort).status == 200)
            #expect(issuer.fetches == 1, "no token made Postern fetch its known keys again")
            await postern.process.stop()
            try await issuer.stop()
        }

        /// Eight good tokens, then an expired one and one with the claims of another.
        private func cases(
            _ issuer: GatewayIssuer,
            _ ed25519: Ed25519SigningKey,
            _ rsa: RSASigningKey
        ) throws -> String {
            var text = ""
            for group in 0..<1_000 {
                for member in 0..<8 {
                    let subject = "user-\(group)-\(member)"
                    let key: any SigningKey = member == 7 ? rsa : ed25519
                    text += try "200 \(subject) \(issuer.token(key, ["sub": .string(subject)]))\n"
                }
                let expired = try issuer.token(ed25519, ["sub": .string("user-\(group)")], expiresIn: -3600)
                let parts = try issuer.token(ed25519, ["sub": .string("admin-\(group)")]).split(separator: ".")
                let signature = expired.split(separator: ".")[2]
                text += "401 - \(expired)\n401 - \(parts[0]).\(parts[1]).\(signature)\n"
            }
            return text
        }

        private func number(_ name: String, in output: String) throws -> Int {
            let line = output.split(separator: "\n").last { $0.hasPrefix("\(name)=") }
            return try #require(line.flatMap { Int($0.dropFirst(name.count + 1)) }, "\(output)")
        }
    }
}
