import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// The life of keys as those who ask for decisions see it: the command, its provider, real sockets.
    ///
    /// `KeyMeasurementTests` do the same for longer.
    @Suite("Lifecycle of keys")
    struct KeyLifeTests {
        @Test("Unknown keys cause one fetch per cooldown") func strangersMakeOneFetchACooldown() async throws {
            try await KeyStand.use { stand in
                let good = try stand.issuer.token(stand.key)
                let random = RandomKeyIDs(like: good)
                #expect(try stand.ask(good).status == 200)
                let fetches = stand.issuer.fetches
                stand.issuer.fail(.status(500))
                let flood = Flood(clients: 4, port: stand.postern.nginxPort, depth: 16, limit: 1000) {
                    KeyStand.question($0.isMultiple(of: 50) ? good : random.token($0))
                }
                let answers = try await flood.finish()
                // 63 batches of 16 a client; every fiftieth token is a good one.
                #expect(answers == [200: 81, 401: 3951])
                #expect(stand.issuer.fetches == fetches + 1)
            }
        }

        @Test("An outage affects no request") func anOutageIsNobodysBusiness() async throws {
            try await KeyStand.use(keys: "refresh: 10s, timeout: 1s") { stand in
                let good = try stand.issuer.token(stand.key)
                let flood = Flood(clients: 2, port: stand.postern.nginxPort) { _ in KeyStand.question(good) }
                stand.issuer.fail(.page("<html>Sign in</html>"))
                let stranger = RandomKeyIDs(like: good)
                #expect(try stand.ask(stranger.token(0)).status == 401)
                try await stand.issuer.stop()
                try await eventually("a hundred answers") { flood.answers.values.reduce(0, +) > 100 }
                #expect(try stand.ask(stranger.token(1)).status == 401)
                #expect(Set(try await flood.stop().keys) == [200])
                #expect(try stand.postern.isReady)
                #expect(try stand.status()["last_error"] as? String != nil)
            }
        }

        @Test("Rotation and withdrawal under load") func rotationAndWithdrawalUnderLoad() async throws {
            try await KeyStand.use(keys: "cooldown: 1s") { stand in
                let old = try stand.issuer.token(stand.key)
                let stays = Ed25519SigningKey(keyID: "stays")
                stand.issuer.publish([stand.key, stays])
                let staying = try stand.issuer.token(stays)
                #expect(try stand.ask(staying).status == 200, "rotated in")
                let flood = Flood(clients: 2, port: stand.postern.nginxPort, depth: 8) { _ in
                    KeyStand.question(staying)
                }
                #expect(try stand.ask(old).status == 200)
                let new = Ed25519SigningKey(keyID: "new")
                stand.issuer.publish([stays, new])
                try await Task.sleep(for: .milliseconds(1100))
                #expect(try stand.ask(old).status == 200, "nobody knows of it yet")
                #expect(try stand.ask(stand.issuer.token(new)).status == 200, "its first token")
                #expect(try stand.ask(old).status == 401, "withdrawn, though it was remembered")
                #expect(Set(try await flood.stop().keys) == [200])
            }
        }

        @Test("A start without the provider affects its tokens alone")
        func aStartWithoutTheProviderAffectsItsTokensAlone() async throws {
            let folder = try TemporaryFolder()
            let local = Ed25519SigningKey(keyID: "local")
            let file = try folder.write(#"{"keys":[\#(local.jwk)]}"#, to: "keys.json")
            let more = "  - { issuer: local, audiences: any, jwks: \"file:\(file)\" }\n"
            try await KeyStand.use(more: more, isUp: false) { stand in
                let token = try stand.issuer.token(stand.key)
                let answer = try stand.ask(token)
                #expect(answer.status == 503)
                #expect(answer.values(of: "Retry-After").count == 1)
                // Its absence is a matter for alerts, not for the others' tokens.
                try await eventually("it is ready") { try stand.postern.isReady }
                #expect(try stand.state() == "empty")
                let other = try local.token(["iss": "local", "exp": .integer(Int(Date().timeIntervalSince1970) + 60)])
                #expect(try stand.ask(other).status == 200)

                try await stand.issuer.start()
                try await eventually("it has keys") { try stand.state() == "fresh" }
                #expect(try stand.ask(token).status == 200)
            }
        }

        @Test("A thousand tenants, each with its own keys") func aThousandTenantsEachWithKeysOfItsOwn() async throws {
            let tenants = (0..<1000).map { "t\($0)" }
            try await KeyStand.use(tenants: tenants) { stand in
                #expect(stand.issuer.fetches == 1000)
                for tenant in ["t0", "t500", "t999"] {
                    let answer = try stand.ask(stand.issuer.token(stand.key, ["sub": .string(tenant)], tenant: tenant))
                    #expect(answer.status == 200)
                    #expect(answer.values(of: "X-Auth-Subject") == [tenant])
                }
                for tenant in ["t1000", "T1", "t1/", "{tenant}", "*"] {
                    let answer = try stand.ask(stand.issuer.token(stand.key, tenant: tenant))
                    #expect(answer.status == 401, "\(tenant)")
                }
                #expect(stand.issuer.fetches == 1000, "no `iss` makes a request")
            }
        }
    }
}
