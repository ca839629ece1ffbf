import KeySets
import Synchronization

@testable import Gateway

/// A key service under a test's control.
final class TestFeed: Sendable {
    private struct State {
        var present: [KeyUpdate]
        var subscribers: [@Sendable (KeyUpdate) -> Void] = []
        var requested: [Int] = []
    }

    private let state: Mutex<State>

    init(_ present: KeyUpdate...) {
        state = Mutex(State(present: present))
    }

    var requested: [Int] { state.withLock { $0.requested } }

    var feed: KeyFeed {
        KeyFeed(
            subscribe: { deliver in
                let present = self.state.withLock { state in
                    state.subscribers.append(deliver)
                    return state.present
                }
                for update in present { deliver(update) }
            },
            requestRefresh: { issuer in self.state.withLock { $0.requested.append(issuer) } }
        )
    }

    /// Delivers a state to everybody who listens.
    func deliver(_ update: KeyUpdate) {
        for subscriber in state.withLock({ $0.subscribers }) { subscriber(update) }
    }
}
