import Testing

@testable import Issuers

@Suite("The refresh policy")
struct RefreshPolicyTests {
    @Test(
        "The freshness lifetime is the smaller of `refresh` and `max-age`, but at least a minute",
        arguments: [
            (nil, 600.0),
            (3600, 600),
            (300, 300),
            (60, 60),
            (5, 60),
            (0, 60),
            (1e300, 600),
            (.infinity, 600),
        ] as [(Double?, Double)]
    )
    func lifeIsTheSmallerOfRefreshAndMaxAgeButNoLessThanAMinute(maxAge: Double?, life: Double) {
        #expect(RefreshPolicy(KeySettings(refresh: 600)).freshnessLifetime(maxAge: maxAge) == life)
    }

    @Test("A longer `max-age` never extends a short `refresh`") func maxAgeNeverStretchesAShortRefresh() {
        #expect(RefreshPolicy(KeySettings(refresh: 10)).freshnessLifetime(maxAge: 5) == 10)
    }

    @Test("The backoff stays within its bounds", arguments: [1, 2, 7, 64, 1000, .max])
    func backOffStaysWithinItsBounds(failures: Int) {
        let policy = RefreshPolicy(KeySettings())
        for jitter in [0.0, 0.5, 0.999] {
            #expect(0.5...60 ~= policy.backoff(failures: failures, jitter: jitter))
        }
    }

    @Test("An issuer without keys is tried within two seconds") func anIssuerWithoutKeysIsTriedWithinTwoSeconds() {
        let policy = RefreshPolicy(KeySettings())
        #expect(policy.retryDelay(jitter: 0) >= 1.5)
        #expect(policy.retryDelay(jitter: 1) < 2)
    }
}
