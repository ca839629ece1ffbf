import Authorization

/// Requests that cannot be decided yet, by what they lack.
///
/// A waiter is whatever carries one request: a connection, whose first unanswered request waits. Each is in the room once.
struct WaitingRoom<Waiter: AnyObject> {
    private struct Entry {
        let waiter: Waiter
        /// The first tick at which the wait is over, met or not.
        let deadline: Int
    }

    private let capacity: Int
    private var entries: [Need: [Entry]] = [:]
    /// Waiters at present.
    private(set) var count = 0

    /// - Parameter capacity: the most waiters.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Whether requests must be decided with the evidence at hand.
    var isFull: Bool { count >= capacity }

    /// Adds a waiter that is not in the room.
    mutating func add(_ waiter: Waiter, for need: Need, until deadline: Int) {
        entries[need, default: []].append(Entry(waiter: waiter, deadline: deadline))
        count += 1
    }

    /// Removes a waiter whose connection ends; nothing happens if it was taken before.
    mutating func remove(_ waiter: Waiter, for need: Need) {
        guard let place = entries[need]?.firstIndex(where: { $0.waiter === waiter }) else { return }
        entries[need]?.remove(at: place)
        if entries[need]?.isEmpty == true { entries[need] = nil }
        count -= 1
    }

    /// Takes out those that have a need, in the order in which they came.
    mutating func take(_ need: Need) -> [Waiter] {
        let taken = entries.removeValue(forKey: need) ?? []
        count -= taken.count
        return taken.map(\.waiter)
    }

    /// Takes out everybody.
    mutating func takeAll() -> [Waiter] {
        let taken = entries.values.flatMap { $0 }
        entries = [:]
        count = 0
        return taken.map(\.waiter)
    }

    /// Takes out those whose deadline has come.
    mutating func takeExpired(at tick: Int) -> [Waiter] {
        guard count > 0 else { return [] }
        var taken: [Waiter] = []
        for (need, waiting) in entries {
            let rest = waiting.filter { $0.deadline > tick }
            guard rest.count < waiting.count else { continue }
            taken += waiting.filter { $0.deadline <= tick }.map(\.waiter)
            entries[need] = rest.isEmpty ? nil : rest
        }
        count -= taken.count
        return taken
    }
}
