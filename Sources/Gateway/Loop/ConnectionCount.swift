import NIOCore
import Synchronization

/// How many connections all decision listeners have together, and whether a loop has too much to do for more.
///
/// Touched when one comes or goes, and by a loop that is overloaded; never by an ordinary request.
final class ConnectionCount: Sendable {
    /// Nanoseconds for which a loop that was behind counts as such.
    private static let lag: UInt64 = 100_000_000

    private let open = Atomic(0)
    private let laggingUntil = Atomic<UInt64>(0)

    /// Takes note that a loop is behind with its work.
    func noteLag(at now: NIODeadline) {
        laggingUntil.store(now.uptimeNanoseconds + Self.lag, ordering: .relaxed)
    }

    /// Whether a loop was behind just now.
    func isLagging(at now: NIODeadline) -> Bool {
        now.uptimeNanoseconds < laggingUntil.load(ordering: .relaxed)
    }

    /// Counts another connection, unless there are as many as allowed.
    func admit(limit: Int) -> Bool {
        guard open.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
            leave()
            return false
        }
        return true
    }

    /// Takes one connection from the count.
    func leave() {
        open.wrappingSubtract(1, ordering: .relaxed)
    }
}
