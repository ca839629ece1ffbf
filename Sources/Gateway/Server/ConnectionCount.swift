import Synchronization

/// How many connections all decision listeners have together; touched when one comes or goes, never by a request.
final class ConnectionCount: Sendable {
    private let open = Atomic(0)

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
