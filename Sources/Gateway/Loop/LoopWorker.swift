import NIOCore

/// A worker as other threads see it: something that its loop can be asked to use.
struct LoopWorker: Sendable {
    let eventLoop: any EventLoop
    private let worker: NIOLoopBound<Worker>

    /// On the worker's loop only.
    init(_ worker: Worker) {
        eventLoop = worker.eventLoop
        self.worker = NIOLoopBound(worker, eventLoop: worker.eventLoop)
    }

    /// The worker itself; on its loop only.
    var onLoop: Worker { worker.value }

    /// Has the loop use the worker soon; in the order of the calls.
    func execute(_ body: @escaping @Sendable (Worker) -> Void) {
        eventLoop.execute { [worker] in body(worker.value) }
    }

    /// Has the loop use the worker, and returns what comes out.
    func submit<Value: Sendable>(_ body: @escaping @Sendable (Worker) -> Value) async throws -> Value {
        try await eventLoop.submit { [worker] in body(worker.value) }.get()
    }
}
