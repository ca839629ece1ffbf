import Synchronization

/// What a server of a test was asked.
final class RequestLog<Request: Sendable>: Sendable {
    private let entries = Mutex<[Request]>([])

    var all: [Request] { entries.withLock { $0 } }

    func add(_ request: Request) {
        entries.withLock { $0.append(request) }
    }
}
