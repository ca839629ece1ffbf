import JOSE
import Synchronization

@testable import KeySets

/// Collects a service's updates, for one test to read in their order.
final class Inbox: Sendable {
    private struct State {
        var all: [KeyUpdate] = []
        /// How many have been read.
        var read = 0
        var waiting: (isIt: @Sendable (KeyUpdate) -> Bool, tell: CheckedContinuation<KeyUpdate, Never>)?

        mutating func find(from start: Int, _ isIt: (KeyUpdate) -> Bool) -> KeyUpdate? {
            guard let index = all[start...].firstIndex(where: isIt) else { return nil }
            read = max(read, index + 1)
            return all[index]
        }
    }

    private let state = Mutex(State())

    init(of service: KeyService) {
        service.subscribe { [self] in take($0) }
    }

    var all: [KeyUpdate] { state.withLock { $0.all } }

    /// The next unread update that is the wanted one; those before it count as read.
    func next(where isIt: @escaping @Sendable (KeyUpdate) -> Bool = { _ in true }) async -> KeyUpdate {
        await find(fromStart: false, isIt)
    }

    /// The first of all updates, read or not, that is the wanted one.
    func first(where isIt: @escaping @Sendable (KeyUpdate) -> Bool) async -> KeyUpdate {
        await find(fromStart: true, isIt)
    }

    /// Finds an update, or the last one there is when the test's time is over, so that a failing test ends.
    private func find(fromStart: Bool, _ isIt: @escaping @Sendable (KeyUpdate) -> Bool) async -> KeyUpdate {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let found: KeyUpdate? = state.withLock { state in
                    if let found = state.find(from: fromStart ? 0 : state.read, isIt) { return found }
                    if Task.isCancelled, let last = state.all.last { return last }
                    state.waiting = (isIt, continuation)
                    return nil
                }
                if let found { continuation.resume(returning: found) }
            }
        } onCancel: {
            let (waiting, last) = state.withLock { state in
                defer { state.waiting = nil }
                return (state.waiting?.tell, state.all.last)
            }
            if let last { waiting?.resume(returning: last) }
        }
    }

    private func take(_ update: KeyUpdate) {
        let told: CheckedContinuation<KeyUpdate, Never>? = state.withLock { state in
            state.all.append(update)
            guard let waiting = state.waiting, waiting.isIt(update) else { return nil }
            state.waiting = nil
            state.read = state.all.count
            return waiting.tell
        }
        told?.resume(returning: update)
    }
}

extension KeyUpdate {
    /// The `kid`s of the keys to use.
    var keyIDs: [String?]? { keys?.keys.map(\.keyID) }
}
