import Authorization
import Synchronization

/// The latest refusals of each reason, so that a frequent reason does not hide the others.
package final class LatestRefusals: Sendable {
    /// The maximum number of refusals kept for each reason.
    package static let perReason = 5

    private let kept = Mutex([[Refusal]](repeating: [], count: Reason.allCases.count))

    /// Creates an empty collection.
    package init() {}

    /// Adds a refusal, and removes the oldest of its reason if there are too many.
    package func keep(_ refusal: Refusal) {
        kept.withLock { kept in
            let index = refusal.reason.ordinal
            if kept[index].count == Self.perReason { kept[index].removeFirst() }
            kept[index].append(refusal)
        }
    }

    /// All refusals, the latest first.
    package var all: [Refusal] {
        kept.withLock { $0.flatMap(\.self) }.sorted { $0.time > $1.time }
    }
}
