import Authorization
import Testing

@testable import Issuers

/// Every move of the machine, with a clock turned by hand.
@Suite("The refresh machine")
struct RefreshMachineTests {
    /// refresh 600 s, stale for an hour, cooldown 30 s.
    private static var policy: RefreshPolicy {
        RefreshPolicy(KeySettings(refresh: 600, staleFor: 3600, cooldown: 30))
    }

    private var machine = RefreshMachine(policy: policy)

    /// A machine that got its keys at 0, without a max-age; jitter 0 puts the next fetch at 450.
    private static func fresh() -> RefreshMachine {
        var machine = RefreshMachine(policy: policy)
        _ = machine.handle(.timer, at: 0, jitter: 0)
        _ = machine.handle(.fetched(maxAge: nil), at: 0, jitter: 0)
        return machine
    }

    // MARK: empty

    @Test("Starts by fetching") mutating func startsByFetching() {
        #expect(machine.state == .empty)
        #expect(machine.handle(.timer, at: 10, jitter: 0) == [.fetch(.schedule), .wake(at: .infinity)])
        #expect(machine.state == .empty)
        #expect(machine.isFetching)
    }

    @Test("Tries again within two seconds of the last start while empty")
    mutating func triesAgainWithinTwoSecondsOfTheLastStartWhileEmpty() {
        _ = machine.handle(.timer, at: 10, jitter: 0)
        #expect(machine.handle(.failed, at: 10.5, jitter: 1) == [.publish, .wake(at: 10 + 1.9)])
        #expect(machine.state == .empty)
        #expect(machine.handle(.timer, at: 11.9, jitter: 0) == [.fetch(.schedule), .wake(at: .infinity)])
        // However often it fails, the pace stays.
        #expect(machine.handle(.failed, at: 12, jitter: 0) == [.publish, .wake(at: 11.9 + 1.6)])
    }

    @Test("Tries again at once after a fetch that hung while empty")
    mutating func triesAgainAtOnceAfterAFetchThatHungWhileEmpty() {
        _ = machine.handle(.timer, at: 10, jitter: 0)
        #expect(machine.handle(.failed, at: 15, jitter: 0) == [.publish, .wake(at: 15.1)])
    }

    @Test("The first keys make it fresh") mutating func firstKeysMakeItFresh() {
        _ = machine.handle(.timer, at: 10, jitter: 0)
        #expect(machine.handle(.fetched(maxAge: nil), at: 11, jitter: 0) == [.publish, .wake(at: 11 + 450)])
        #expect(machine.state == .fresh)
        #expect(machine.lastSuccess == 11)
        #expect(machine.freshnessLifetime == 600)
    }

    @Test("Unknown keys fetch nothing while empty") mutating func unknownKeysFetchNothingWhileEmpty() {
        #expect(machine.handle(.unknownKey, at: 10, jitter: 0).first == .fetch(.schedule), "the start itself")
        #expect(machine.handle(.unknownKey, at: 10.1, jitter: 0) == [.wake(at: .infinity)])
        _ = machine.handle(.failed, at: 10.2, jitter: 0)
        // Whoever waits hears that there are no keys.
        #expect(machine.handle(.unknownKey, at: 10.3, jitter: 0) == [.publish, .wake(at: 11.6)])
        #expect(machine.cooldownUntil < 10)
    }

    @Test("A young snapshot is used during the first fetch")
    mutating func aYoungSnapshotServesWhileTheFirstFetchRuns() {
        let actions = machine.handle(.restored(lastSuccess: 900, maxAge: nil), at: 1000, jitter: 0)
        #expect(actions == [.fetch(.schedule), .publish, .wake(at: 900 + 3600)])
        #expect(machine.state == .refreshing)
        _ = machine.handle(.failed, at: 1001, jitter: 0)
        #expect(machine.state == .fresh)
    }

    @Test("An old snapshot is stale at once") mutating func anOldSnapshotIsStaleAtOnce() {
        _ = machine.handle(.restored(lastSuccess: 100, maxAge: nil), at: 1000, jitter: 0)
        _ = machine.handle(.failed, at: 1001, jitter: 0)
        #expect(machine.state == .stale)
    }

    @Test("A snapshot that is too old is ignored") mutating func aSnapshotTooOldIsNone() {
        let actions = machine.handle(.restored(lastSuccess: 100, maxAge: nil), at: 3700, jitter: 0)
        #expect(actions == [.fetch(.schedule), .wake(at: .infinity)])
        #expect(machine.state == .empty)
    }

    // MARK: fresh and refreshing

    @Test(
        "Refreshes after about four fifths of the freshness lifetime",
        arguments: [(0.0, 450.0), (0.5, 480), (1, 510)]
    )
    mutating func refreshesAboutFourFifthsIntoTheLife(jitter: Double, due: Double) {
        _ = machine.handle(.timer, at: 0, jitter: 0)
        #expect(machine.handle(.fetched(maxAge: nil), at: 0, jitter: jitter).last == .wake(at: due))
        #expect(machine.handle(.timer, at: due - 1, jitter: 0) == [.wake(at: due)])
        #expect(machine.handle(.timer, at: due, jitter: 0).first == .fetch(.schedule))
        #expect(machine.state == .refreshing)
    }

    @Test("A successful refresh starts a new freshness lifetime") func aGoodRefreshStartsANewLife() {
        var machine = Self.fresh()
        _ = machine.handle(.timer, at: 450, jitter: 0)
        #expect(machine.handle(.fetched(maxAge: 100), at: 451, jitter: 0) == [.publish, .wake(at: 451 + 75)])
        #expect(machine.state == .fresh)
        #expect(machine.freshnessLifetime == 100)
    }

    @Test("Failures back off from one second to sixty") func failuresBackOffFromOneSecondToSixty() {
        var machine = Self.fresh()
        var now = 450.0
        var delays: [Double] = []
        for _ in 0..<9 {
            #expect(machine.handle(.timer, at: now, jitter: 1).first == .fetch(.schedule))
            let actions = machine.handle(.failed, at: now, jitter: 1)
            #expect(actions.first == .publish)
            delays.append(machine.nextFetch - now)
            now = machine.nextFetch
        }
        #expect(delays == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test("A success ends the backoff") func aSuccessEndsTheBackOff() {
        var machine = Self.fresh()
        for now in [450.0, 451, 453] {
            _ = machine.handle(.timer, at: now, jitter: 1)
            _ = machine.handle(.failed, at: now, jitter: 1)
        }
        _ = machine.handle(.timer, at: 457, jitter: 1)
        _ = machine.handle(.fetched(maxAge: nil), at: 457, jitter: 0)
        _ = machine.handle(.timer, at: 907, jitter: 1)
        _ = machine.handle(.failed, at: 907, jitter: 1)
        #expect(machine.nextFetch == 908)
    }

    @Test("A failure within the freshness lifetime leaves the keys fresh")
    func aFailureWithinTheLifeLeavesTheKeysFresh() {
        var machine = Self.fresh()
        _ = machine.handle(.timer, at: 450, jitter: 0)
        _ = machine.handle(.failed, at: 451, jitter: 0)
        #expect(machine.state == .fresh)
    }

    // MARK: stale and expired

    @Test("A failure beyond the freshness lifetime makes them stale") func aFailureBeyondTheLifeMakesThemStale() {
        var machine = Self.fresh()
        _ = machine.handle(.timer, at: 599, jitter: 0)
        _ = machine.handle(.failed, at: 601, jitter: 0)
        #expect(machine.state == .stale)
        #expect(machine.state.hasUsableKeys)
    }

    @Test("The end of the freshness lifetime between two attempts makes them stale")
    func theLifesEndBetweenTwoAttemptsMakesThemStale() {
        var machine = Self.fresh()
        for now in [450.0, 452, 456, 470, 500, 540, 595] {
            _ = machine.handle(.timer, at: now, jitter: 1)
            _ = machine.handle(.failed, at: now, jitter: 1)
        }
        #expect(machine.nextFetch == 655)
        #expect(machine.handle(.timer, at: 599, jitter: 0) == [.wake(at: 600)])
        #expect(machine.handle(.timer, at: 600, jitter: 0) == [.wake(at: 655)])
        #expect(machine.state == .stale)
    }

    @Test("Stale keys that are refreshed are fresh") func staleKeysThatAreRefreshedAreFresh() {
        var machine = Self.fresh()
        _ = machine.handle(.timer, at: 1000, jitter: 0)
        _ = machine.handle(.failed, at: 1000, jitter: 0)
        #expect(machine.state == .stale)
        _ = machine.handle(.timer, at: 1001, jitter: 0)
        #expect(machine.state == .refreshing)
        _ = machine.handle(.fetched(maxAge: nil), at: 1002, jitter: 0)
        #expect(machine.state == .fresh)
    }

    @Test("Keys expire and every subscriber is notified") func keysExpireAndEverybodyHearsIt() {
        var machine = Self.fresh()
        _ = machine.handle(.timer, at: 3590, jitter: 1)
        #expect(machine.handle(.failed, at: 3599, jitter: 1).last == .wake(at: 3600))
        // The next attempt was due at 3600 too.
        #expect(machine.handle(.timer, at: 3600, jitter: 0) == [.fetch(.schedule), .publish, .wake(at: .infinity)])
        #expect(machine.state == .expired)
        #expect(!machine.state.hasUsableKeys)
    }

    @Test("Keys expire while a fetch is in progress") func keysExpireWhileAFetchIsUnderWay() {
        var machine = Self.fresh()
        _ = machine.handle(.timer, at: 3599, jitter: 0)
        #expect(machine.state == .refreshing)
        #expect(machine.handle(.timer, at: 3600, jitter: 0) == [.publish, .wake(at: .infinity)])
        #expect(machine.state == .expired)
        #expect(machine.handle(.fetched(maxAge: nil), at: 3601, jitter: 0).first == .publish)
        #expect(machine.state == .fresh)
    }

    @Test("Expiry cuts the backoff short") func expiryCutsTheBackOffShort() {
        var machine = Self.fresh()
        var now = 450.0
        while now < 3600 {
            _ = machine.handle(.timer, at: now, jitter: 1)
            _ = machine.handle(.failed, at: now, jitter: 1)
            now = machine.nextFetch
        }
        #expect(now > 3605)
        #expect(machine.handle(.timer, at: 3600, jitter: 0) == [.publish, .wake(at: 3601.6)])
        _ = machine.handle(.timer, at: 3601.6, jitter: 0)
        #expect(machine.handle(.failed, at: 3601.7, jitter: 0) == [.publish, .wake(at: 3603.2)])
        #expect(machine.state == .expired)
    }

    // MARK: Strays

    @Test("Outcomes without a fetch change nothing") func outcomesOfNoFetchChangeNothing() {
        var machine = Self.fresh()
        let before = machine
        _ = machine.handle(.failed, at: 10, jitter: 0)
        _ = machine.handle(.fetched(maxAge: 1), at: 11, jitter: 0)
        _ = machine.handle(.restored(lastSuccess: 11, maxAge: 1), at: 12, jitter: 0)
        #expect(machine == before)
    }
}
