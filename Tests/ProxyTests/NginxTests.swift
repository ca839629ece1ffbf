import TestSupport
import Testing

extension ProxySuite {
    @Suite("Behind nginx", .enabled(if: Program.nginx != nil, "nginx is not installed"))
    struct NginxTests {
        @Test("Fresh tokens pass") func freshTokensPass() async throws {
            try await SeedScenario.freshTokensPass(behind: .nginx)
        }

        @Test("Bad tokens are refused") func badTokensAreRefused() async throws {
            try await SeedScenario.badTokensAreRefused(behind: .nginx)
        }

        @Test("Rotated key is accepted with its first token")
        func rotatedKeyIsAcceptedWithItsFirstToken() async throws {
            try await SeedScenario.rotatedKeyIsAcceptedWithItsFirstToken(behind: .nginx)
        }

        @Test("Spoofed claim headers are gone") func spoofedClaimHeadersAreGone() async throws {
            try await SeedScenario.spoofedClaimHeadersAreGone(behind: .nginx)
        }

        @Test("Bodies pass untouched") func bodiesPassUntouched() async throws {
            try await SeedScenario.bodiesPassUntouched(behind: .nginx)
        }

        @Test("Recovers from an issuer that is down") func recoversFromAnIssuerThatIsDown() async throws {
            try await SeedScenario.recoversFromAnIssuerThatIsDown(behind: .nginx, outage: 503)
        }
    }
}
