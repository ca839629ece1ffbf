import Authorization
import Testing

@testable import Issuers

/// What strangers can make the machine do with tokens that name unknown keys: little.
@Suite("The refresh machine: unknown keys")
struct RefreshMachineUnknownKeyTests {
    /// Keys since 0, the next fetch due at 450.
    private var machine: RefreshMachine

    init() {
        machine = RefreshMachine(policy: RefreshPolicy(KeySettings(refresh: 600, staleFor: 3600, cooldown: 30)))
        _ = machine.handle(.timer, at: 0, jitter: 0)
        _ = machine.handle(.fetched(maxAge: nil), at: 0, jitter: 0)
    }

    @Test("The first one starts a refresh that the others share")
    mutating func theFirstOneStartsARefreshThatAllShare() {
        #expect(machine.handle(.unknownKey, at: 100, jitter: 0) == [.fetch(.unknownKey), .wake(at: 3600)])
        #expect(machine.state == .refreshing)
        #expect(machine.handle(.unknownKey, at: 100.1, jitter: 0) == [.wake(at: 3600)])
        #expect(machine.handle(.unknownKey, at: 101, jitter: 0) == [.wake(at: 3600)])
        #expect(machine.handle(.fetched(maxAge: nil), at: 102, jitter: 0) == [.publish, .wake(at: 552)])
    }

    @Test("The cooldown is claimed before the fetch") mutating func theCooldownIsClaimedBeforeTheFetch() {
        _ = machine.handle(.unknownKey, at: 100, jitter: 0)
        #expect(machine.cooldownUntil == 130)
        _ = machine.handle(.failed, at: 105, jitter: 0)
        #expect(machine.cooldownUntil == 130)
        // Answered at once, without a fetch.
        #expect(machine.handle(.unknownKey, at: 129, jitter: 0) == [.publish, .wake(at: 450)])
        #expect(machine.handle(.unknownKey, at: 130, jitter: 0).first == .fetch(.unknownKey))
        #expect(machine.cooldownUntil == 160)
    }

    @Test("One that meets a scheduled refresh shares it and claims nothing")
    mutating func oneThatMeetsAScheduledRefreshSharesItAndClaimsNothing() {
        _ = machine.handle(.timer, at: 450, jitter: 0)
        #expect(machine.handle(.unknownKey, at: 450.5, jitter: 0) == [.wake(at: 3600)])
        _ = machine.handle(.fetched(maxAge: nil), at: 451, jitter: 0)
        #expect(machine.handle(.unknownKey, at: 451.1, jitter: 0).first == .fetch(.unknownKey))
    }

    @Test("Failures neither advance nor delay the schedule") mutating func failuresNeitherHastenNorStarveTheSchedule() {
        for now in stride(from: 10.0, to: 450, by: 30) {
            #expect(machine.handle(.unknownKey, at: now, jitter: 0).first == .fetch(.unknownKey))
            _ = machine.handle(.failed, at: now + 5, jitter: 0)
            #expect(machine.nextFetch == 450)
        }
        #expect(machine.handle(.timer, at: 450, jitter: 0).first == .fetch(.schedule))
        _ = machine.handle(.failed, at: 455, jitter: 1)
        #expect(machine.nextFetch == 456, "the first failure of the schedule's own")
    }

    @Test("The backoff is not shortened") mutating func theBackOffIsNotHastened() {
        for now in [450.0, 451, 453, 457, 465, 481] {
            _ = machine.handle(.timer, at: now, jitter: 1)
            _ = machine.handle(.failed, at: now, jitter: 1)
        }
        #expect(machine.nextFetch == 513)
        _ = machine.handle(.unknownKey, at: 482, jitter: 0)
        _ = machine.handle(.failed, at: 487, jitter: 0)
        #expect(machine.nextFetch == 513)
    }

    @Test("A refresh in progress when the schedule is due counts as the scheduled one")
    mutating func oneUnderWayWhenTheScheduleIsDueStandsInForIt() {
        _ = machine.handle(.unknownKey, at: 449, jitter: 0)
        #expect(machine.handle(.timer, at: 450, jitter: 0) == [.wake(at: 3600)])
        #expect(machine.handle(.failed, at: 454, jitter: 1) == [.publish, .wake(at: 455)])
    }

    @Test("Expired keys are not refreshed by unknown keys") mutating func expiredKeysAreNotRefreshedByStrangers() {
        _ = machine.handle(.timer, at: 3599, jitter: 0)
        _ = machine.handle(.failed, at: 3600, jitter: 0)
        #expect(machine.state == .expired)
        let actions = machine.handle(.unknownKey, at: 3600.1, jitter: 0)
        #expect(actions.contains(.publish))
        #expect(!actions.contains(.fetch(.unknownKey)))
        #expect(machine.cooldownUntil < 0)
    }

    @Test("One fetch per cooldown at any rate") mutating func atAnySpeedOneFetchACooldown() {
        var fetches = 0
        for step in 0..<100_000 {
            let now = 100 + Double(step) * 0.001
            let actions = machine.handle(.unknownKey, at: now, jitter: 0)
            if actions.contains(.fetch(.unknownKey)) {
                fetches += 1
                _ = machine.handle(.failed, at: now, jitter: 0)
            }
        }
        #expect(fetches == 4, "at 100, 130, 160 and 190 seconds")
    }
}
