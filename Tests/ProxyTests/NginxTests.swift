import TestSupport
import Testing

extension ProxySuite {
    @Suite(.enabled(if: Program.nginx != nil, "nginx is not installed"))
    struct NginxTests {
        @Test func freshTokensPass() async throws {
            try await SeedScenario.freshTokensPass(behind: .nginx)
        }

        @Test func badTokensAreRefused() async throws {
            try await SeedScenario.badTokensAreRefused(behind: .nginx)
        }

        @Test func rotatedKeyIsAcceptedWithItsFirstToken() async throws {
            try await SeedScenario.rotatedKeyIsAcceptedWithItsFirstToken(behind: .nginx)
        }

        @Test func spoofedClaimHeadersAreGone() async throws {
            try await SeedScenario.spoofedClaimHeadersAreGone(behind: .nginx)
        }

        @Test func bodiesPassUntouched() async throws {
            try await SeedScenario.bodiesPassUntouched(behind: .nginx)
        }

        @Test func recoversFromAnIssuerThatIsDown() async throws {
            try await SeedScenario.recoversFromAnIssuerThatIsDown(behind: .nginx, outage: 503)
        }
    }
}
