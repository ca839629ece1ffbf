import TestSupport
import Testing

extension ProxySuite {
    @Suite("Behind Envoy", .enabled(if: Program.envoy != nil, "envoy is not installed"))
    struct EnvoyTests {
        @Test("Fresh tokens pass") func freshTokensPass() async throws {
            try await SeedScenario.freshTokensPass(behind: .envoy)
        }

        @Test("Bad tokens are refused") func badTokensAreRefused() async throws {
            try await SeedScenario.badTokensAreRefused(behind: .envoy)
        }

        @Test("Rotated key is accepted with its first token")
        func rotatedKeyIsAcceptedWithItsFirstToken() async throws {
            try await SeedScenario.rotatedKeyIsAcceptedWithItsFirstToken(behind: .envoy)
        }

        @Test("Spoofed claim headers are gone") func spoofedClaimHeadersAreGone() async throws {
            try await SeedScenario.spoofedClaimHeadersAreGone(behind: .envoy)
        }

        @Test("Bodies pass untouched") func bodiesPassUntouched() async throws {
            try await SeedScenario.bodiesPassUntouched(behind: .envoy)
        }

        @Test("Recovers from an issuer that is down") func recoversFromAnIssuerThatIsDown() async throws {
            try await SeedScenario.recoversFromAnIssuerThatIsDown(behind: .envoy, outage: 503)
        }
    }
}
