import Authorization
import TestSupport
import Testing

@testable import Issuers

/// Long walks through the machine: whatever happens, it only makes the moves that its states document.
@Suite("The refresh machine: random walks")
struct RefreshMachineWalkTests {
    private static let legal: [KeyState: Set<KeyState>] = [
        .empty: [.fresh],
        .fresh: [.refreshing, .stale],
        .refreshing: [.fresh, .stale, .expired],
        .stale: [.refreshing, .expired],
        .expired: [.fresh],
    ]

    @Test("Only legal moves", arguments: 1...20)
    func onlyLegalMoves(seed: UInt64) {
        var random = SeededGenerator(seed)
        let policy = RefreshPolicy(KeySettings(refresh: 100, staleFor: 300, cooldown: 30))
        var machine = RefreshMachine(policy: policy)
        var now = 0.0
        var seen: Set<KeyState> = [.empty]
        var lastClaim = -Double.infinity
        for _ in 0..<5000 {
            now += Double.random(in: 0..<40, using: &random)
            let before = machine
            let event: RefreshMachine.Event =
                switch Int.random(in: 0..<10, using: &random) {
                case 0: .fetched(maxAge: Double.random(in: 0..<200, using: &random))
                case 1...5: .failed
                case 6...7: .unknownKey
                default: .timer
                }
            let actions = machine.handle(event, at: now, jitter: Double.random(in: 0..<1, using: &random))
            seen.insert(machine.state)

            if machine.state != before.state {
                #expect(Self.legal[before.state]?.contains(machine.state) == true, "\(before.state) → \(machine.state)")
            }
            if machine.state.hasUsableKeys != before.state.hasUsableKeys {
                #expect(actions.contains(.publish), "a change that is not published")
            }
            let fetches = actions.filter { if case .fetch = $0 { true } else { false } }.count
            #expect(fetches <= 1)
            if before.isFetching { #expect(fetches == 0, "two at once") }
            if actions.contains(.fetch(.unknownKey)) {
                #expect(now - lastClaim >= 30)
                lastClaim = now
            }
            guard case .wake(let wake) = actions.last else { return #expect(Bool(false), "no wake") }
            #expect(wake > now)
            #expect(wake.isFinite || machine.isFetching, "asleep for ever")
        }
        #expect(seen == Set(KeyState.allCases))
    }
}
