import Authorization
import Testing

@testable import Issuers

/// What a machine brings along to a new service.
@Suite("The refresh machine: reloads")
struct RefreshMachineReloadTests {
    private static func policy(
        refresh: Double = 600,
        staleFor: Double = 3600,
        cooldown: Double = 30
    ) -> RefreshPolicy {
        RefreshPolicy(KeySettings(refresh: refresh, staleFor: staleFor, cooldown: cooldown))
    }

    /// Keys since 0, the next fetch due at 450.
    private static func fresh() -> RefreshMachine {
        var machine = RefreshMachine(policy: policy())
        _ = machine.handle(.timer, at: 0, jitter: 0)
        _ = machine.handle(.fetched(maxAge: nil), at: 0, jitter: 0)
        return machine
    }

    @Test("Nothing changes under the same policy") func nothingChangesUnderTheSamePolicy() {
        #expect(Self.fresh().inherited(under: Self.policy(), at: 100) == Self.fresh())
    }

    @Test("A shorter freshness lifetime brings the next fetch forward") func aShorterLifeBringsTheNextFetchForward() {
        var machine = Self.fresh().inherited(under: Self.policy(refresh: 100), at: 90)
        #expect(machine.nextFetch == 75)
        #expect(machine.handle(.timer, at: 90, jitter: 0).first == .fetch(.schedule))
    }

    @Test("A shorter maximum age expires the keys") func aShorterPatienceExpiresTheKeys() {
        #expect(Self.fresh().inherited(under: Self.policy(staleFor: 600), at: 601).state == .expired)
    }

    @Test("A longer maximum age makes them valid again") func aLongerPatienceRevivesThem() {
        var machine = Self.fresh()
        _ = machine.handle(.timer, at: 3600, jitter: 0)
        _ = machine.handle(.failed, at: 3601, jitter: 0)
        #expect(machine.state == .expired)
        #expect(machine.inherited(under: Self.policy(staleFor: 86400), at: 3602).state == .stale)
    }

    @Test("A reload does not reset the cooldown") func aReloadDoesNotResetTheCooldown() {
        var machine = Self.fresh()
        _ = machine.handle(.unknownKey, at: 100, jitter: 0)
        _ = machine.handle(.failed, at: 101, jitter: 0)
        #expect(machine.inherited(under: Self.policy(), at: 102).cooldownUntil == 130)
        #expect(machine.inherited(under: Self.policy(cooldown: 5), at: 102).cooldownUntil == 107)
    }

    @Test("A fetch in progress is repeated") func aFetchUnderWayIsMadeAgain() {
        var machine = Self.fresh()
        _ = machine.handle(.unknownKey, at: 100, jitter: 0)
        var heir = machine.inherited(under: Self.policy(), at: 101)
        #expect(heir.state == .fresh)
        #expect(heir.handle(.timer, at: 101, jitter: 0).first == .fetch(.schedule))
    }
}
