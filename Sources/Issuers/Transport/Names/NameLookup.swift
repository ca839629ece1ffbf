import Dispatch
import Glibc
import Synchronization

/// Resolves host names on its own threads, before the transport connects.
///
/// The transport resolves names too, one after the other on each event loop, and cannot give up: a name with silent
/// servers would delay every other issuer. So a name goes to the transport only after this lookup has found it. The error
/// also names the step that failed, which the transport's does not.
final class NameLookup: Sendable {
    /// Resolves a name; blocks for as long as that takes.
    typealias Resolver = @Sendable (_ host: String) -> Outcome

    /// One call of the resolver, and the tasks that wait for it.
    private struct PendingLookup {
        var host: String
        var startedAt: ContinuousClock.Instant
        var waiting: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
    }

    /// The result of a lookup.
    enum Outcome: Sendable, Equatable {
        /// The first address of the name, in numeric form.
        case found(String)
        /// Why the name has no address.
        case failed(String)
        case cancelled
    }

    private struct State {
        var lookups: [UInt64: PendingLookup] = [:]
        var queue: [UInt64] = []
        var running = 0
        var lastID: UInt64 = 0

        mutating func makeID() -> UInt64 {
            lastID += 1
            return lastID
        }
    }

    static let system = NameLookup { SystemResolver.resolve($0) }

    /// The maximum number of concurrent lookups.
    ///
    /// The system gives up on silent servers after 10 to 40 s.
    private let maxThreads: Int
    /// The delay of a second lookup beside one that hangs, so that recovered servers are noticed.
    private let maxLookupsPerName = 3
    private let repeatAfter = Duration.seconds(1)
    private let resolver: Resolver
    private let state = Mutex(State())

    init(maxThreads: Int = 64, resolver: @escaping Resolver) {
        self.maxThreads = maxThreads
        self.resolver = resolver
    }

    /// Waits until the name has been resolved, the lookup has failed, or the task is cancelled.
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
                // The handler may have run before the waiter was added.
                if Task.isCancelled { cancel(waiter) }
            }
        } onCancel: {
            cancel(waiter)
        }
    }

    /// Adds a waiter to a running lookup, or to a new one.
    ///
    /// - Returns: the lookup to start now.
    private func join(
        _ host: String,
        _ waiter: UInt64,
        _ continuation: CheckedContinuation<Outcome, Never>,
        _ state: inout State
    ) -> UInt64? {
        let now = ContinuousClock.now
        let ofName = state.lookups.filter { $0.value.host == host }
        if let youngest = ofName.max(by: { $0.key < $1.key }),
            ofName.count >= maxLookupsPerName || now - youngest.value.startedAt < repeatAfter
        {
            state.lookups[youngest.key]?.waiting[waiter] = continuation
            return nil
        }
        let lookup = state.makeID()
        state.lookups[lookup] = PendingLookup(host: host, startedAt: now, waiting: [waiter: continuation])
        guard state.running < maxThreads else {
            state.queue.append(lookup)
            return nil
        }
        state.running += 1
        return lookup
    }

    private func start(_ lookup: UInt64, _ host: String) {
        // A serial queue has its own thread while it works.
        DispatchQueue(label: "postern.lookup").async { [self] in
            end(lookup, host, resolver(host))
        }
    }

    private func end(_ lookup: UInt64, _ host: String, _ outcome: Outcome) {
        let (waiting, next) = state.withLock { state in
            var waiting = state.lookups.removeValue(forKey: lookup).map { Array($0.waiting.values) } ?? []
            if case .found = outcome {
                for id in state.lookups.keys where state.lookups[id]?.host == host {
                    waiting += state.lookups[id]?.waiting.values.map(\.self) ?? []
                    state.lookups[id]?.waiting = [:]
                }
            }
            return (waiting, takeNext(&state))
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
        if let next { start(next.lookup, next.host) }
    }

    /// The next lookup for a free thread; lookups without waiters are dropped.
    private func takeNext(_ state: inout State) -> (lookup: UInt64, host: String)? {
        while !state.queue.isEmpty {
            let id = state.queue.removeFirst()
            guard let lookup = state.lookups[id] else { continue }
            if lookup.waiting.isEmpty {
                state.lookups[id] = nil
            } else {
                return (id, lookup.host)
            }
        }
        state.running -= 1
        return nil
    }

    private func cancel(_ waiter: UInt64) {
        let continuation: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            for id in state.lookups.keys {
                if let found = state.lookups[id]?.waiting.removeValue(forKey: waiter) { return found }
            }
            return nil
        }
        continuation?.resume(returning: .cancelled)
    }
}
