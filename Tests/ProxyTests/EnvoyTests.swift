import TestSupport
import Testing

extension ProxySuite {
    @Suite(.enabled(if: Program.envoy != nil, "envoy is not installed"))
    struct EnvoyTests {
        @Test func freshTokensPass() async throws {
            try await SeedScenario.freshTokensPass(behind: .envoy)
        }

        @Test func badTokensAreRefused() async throws {
            try await SeedScenario.badTokensAreRefused(behind: .envoy)
        }

        @Test func rotatedKeyIsAcceptedWithItsFirstToken() async throws {
            try await SeedScenario.rotatedKeyIsAcceptedWithItsFirstToken(behind: .envoy)
        }

        @Test func spoofedClaimHeadersAreGone() async throws {
            try await SeedScenario.spoofedClaimHeadersAreGone(behind: .envoy)
        }

        @Test func bodiesPassUntouched() async throws {
            try await SeedScenario.bodiesPassUntouched(behind: .envoy)
        }

        @Test func recoversFromAnIssuerThatIsDown() async throws {
            try await SeedScenario.recoversFromAnIssuerThatIsDown(behind: .envoy, outage: 503)
        }
    }
}
