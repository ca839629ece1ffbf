import Dispatch
import Glibc
import Synchronization

/// Resolves host names before the transport connects, on threads of its own.
///
/// The transport resolves names too, one after the other on each event loop, and cannot give up: a name whose servers are
/// silent would delay every other issuer. So a name goes to the transport only after this lookup has found it. The error
/// also names the stage that failed, which the transport's does not.
final class NameLookup: Sendable {
    /// Resolves a name, for as long as that takes.
    typealias Resolver = @Sendable (_ host: String) -> Outcome

    /// One call of the resolver, and the tasks that wait for it.
    private struct Flight {
        var host: String
        var startedAt: ContinuousClock.Instant
        var waiting: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
    }

    /// What came of a lookup.
    enum Outcome: Sendable, Equatable {
        /// The name's first address, in numbers.
        case found(String)
        /// Why the name has no address.
        case failed(String)
        case cancelled
    }

    private struct State {
        var flights: [UInt64: Flight] = [:]
        var queue: [UInt64] = []
        var running = 0
        var lastID: UInt64 = 0

        mutating func makeID() -> UInt64 {
            lastID += 1
            return lastID
        }
    }

    static let system = NameLookup { SystemResolver.resolve($0) }

    /// The most lookups at once.
    ///
    /// The system gives up on silent servers by itself, after 10 to 40 s.
    private let maxThreads: Int
    /// A name that hangs is asked for again beside the lookup that hangs, so that recovered servers are noticed.
    private let maxFlightsPerName = 3
    private let repeatAfter = Duration.seconds(1)
    private let resolver: Resolver
    private let state = Mutex(State())

    init(maxThreads: Int = 64, resolver: @escaping Resolver) {
        self.maxThreads = maxThreads
        self.resolver = resolver
    }

    /// Waits until the name has been resolved, or cannot be, or the task is cancelled.
    func find(_ host: String) async -> Outcome {
        let waiter = state.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = Task.isCancelled
                let starting: UInt64? = state.withLock { state in
                    guard !isCancelled else { return nil }
                    return join(host, waiter, continuation, &state)
                }
                if isCancelled { return continuation.resume(returning: .cancelled) }
                if let starting { start(starting, host) }
                // The handler may have run before the waiter was there to be found.
                if Task.isCancelled { cancel(waiter) }
            }
        } onCancel: {
            cancel(waiter)
        }
    }

    /// Adds a waiter to a lookup that runs already, or to a new one.
    ///
    /// - Returns: the lookup to start now.
    private func join(
        _ host: String,
        _ waiter: UInt64,
        _ continuation: CheckedContinuation<Outcome, Never>,
        _ state: inout State
    ) -> UInt64? {
        let now = ContinuousClock.now
        let ofName = state.flights.filter { $0.value.host == host }
        if let youngest = ofName.max(by: { $0.key < $1.key }),
            ofName.count >= maxFlightsPerName || now - youngest.value.startedAt < repeatAfter
        {
            state.flights[youngest.key]?.waiting[waiter] = continuation
            return nil
        }
        let flight = state.makeID()
        state.flights[flight] = Flight(host: host, startedAt: now, waiting: [waiter: continuation])
        guard state.running < maxThreads else {
            state.queue.append(flight)
            return nil
        }
        state.running += 1
        return flight
    }

    private func start(_ flight: UInt64, _ host: String) {
        // A serial queue has a thread to itself while it works.
        DispatchQueue(label: "postern.lookup").async { [self] in
            end(flight, host, resolver(host))
        }
    }

    private func end(_ flight: UInt64, _ host: String, _ outcome: Outcome) {
        let (waiting, next) = state.withLock { state in
            var waiting = state.flights.removeValue(forKey: flight).map { Array($0.waiting.values) } ?? []
            if case .found = outcome {
                for id in state.flights.keys where state.flights[id]?.host == host {
                    waiting += state.flights[id]?.waiting.values.map(\.self) ?? []
                    state.flights[id]?.waiting = [:]
                }
            }
            return (waiting, takeNext(&state))
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
        if let next { start(next.flight, next.host) }
    }

    /// The next lookup for the thread that has become free; those that nobody waits for any more are dropped.
    private func takeNext(_ state: inout State) -> (flight: UInt64, host: String)? {
        while !state.queue.isEmpty {
            let id = state.queue.removeFirst()
            guard let flight = state.flights[id] else { continue }
            if flight.waiting.isEmpty {
                state.flights[id] = nil
            } else {
                return (id, flight.host)
            }
        }
        state.running -= 1
        return nil
    }

    private func cancel(_ waiter: UInt64) {
        let continuation: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            for id in state.flights.keys {
                if let found = state.flights[id]?.waiting.removeValue(forKey: waiter) { return found }
            }
            return nil
        }
        continuation?.resume(returning: .cancelled)
    }
}
