import Authorization
import JOSE
import Synchronization

@testable import Issuers

/// The state of one issuer's keys, as an update tells it.
@dynamicMemberLookup
struct Update: Sendable {
    let issuer: Int
    let evidence: KeyEvidence

    subscript<Value>(dynamicMember member: KeyPath<KeyEvidence, Value>) -> Value { evidence[keyPath: member] }

    /// The `kid`s of the keys to use.
    var keyIDs: [String?]? { evidence.keys?.keys.map(\.keyID) }
}

/// Collects a service's updates, for one test to read in their order.
final class Inbox: Sendable {
    private struct State {
        var all: [Update] = []
        /// How many have been read.
        var read = 0
        var waiting: (isIt: @Sendable (Update) -> Bool, tell: CheckedContinuation<Update, Never>)?

        mutating func find(from start: Int, _ isIt: (Update) -> Bool) -> Update? {
            guard let index = all[start...].firstIndex(where: isIt) else { return nil }
            read = max(read, index + 1)
            return all[index]
        }
    }

    private let state = Mutex(State())

    init(of service: KeyService) {
        service.subscribe { [self] update in
            switch update {
            case .keys(let issuer, let evidence): take(Update(issuer: issuer.position, evidence: evidence))
            }
        }
    }

    var all: [Update] { state.withLock { $0.all } }

    /// The next unread update that is the wanted one; those before it count as read.
    func next(where isIt: @escaping @Sendable (Update) -> Bool = { _ in true }) async -> Update {
        await find(fromStart: false, isIt)
    }

    /// The first of all updates, read or not, that is the wanted one.
    func first(where isIt: @escaping @Sendable (Update) -> Bool) async -> Update {
        await find(fromStart: true, isIt)
    }

    /// Finds an update, or the last one there is when the test's time is over, so that a failing test ends.
    private func find(fromStart: Bool, _ isIt: @escaping @Sendable (Update) -> Bool) async -> Update {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let found: Update? = state.withLock { state in
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

    private func take(_ update: Update) {
        let expected: CheckedContinuation<Update, Never>? = state.withLock { state in
            state.all.append(update)
            guard let waiting = state.waiting, waiting.isIt(update) else { return nil }
            state.waiting = nil
            state.read = state.all.count
            return waiting.tell
        }
        expected?.resume(returning: update)
    }
}
