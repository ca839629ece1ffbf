import Authorization
import Synchronization

/// The latest refusals of each reason: a few of each, so that a flood of one hides no other.
package final class LatestRefusals: Sendable {
    /// How many are kept of one reason.
    package static let perReason = 5

    private let kept = Mutex([[Refusal]](repeating: [], count: Reason.allCases.count))

    package init() {}

    /// Keeps a refusal in place of the oldest of its reason.
    package func keep(_ refusal: Refusal) {
        kept.withLock { kept in
            let place = refusal.reason.ordinal
            if kept[place].count == Self.perReason { kept[place].removeFirst() }
            kept[place].append(refusal)
        }
    }

    /// All that are kept, the latest first.
    package var all: [Refusal] {
        kept.withLock { $0.flatMap(\.self) }.sorted { $0.time > $1.time }
    }
}
