import Listeners
import NIOCore
import Synchronization

extension DecisionServer {
    /// Drains and stops the server.
    ///
    /// Requests in progress are answered, each answer closes its connection, idle connections are closed, then the event
    /// loops stop. A second call does nothing.
    ///
    /// - Parameters:
    ///   - seconds: after this time, remaining connections are closed; a partial request head is answered 408.
    ///   - grace: seconds in which connections are still accepted and idle ones kept, so that a proxy sees
    ///     `Connection: close` in an answer, not a connection closed during a request. It ends early without connections.
    package func drain(within seconds: Double, grace: Double = 0) async {
        guard !isDraining.exchange(true, ordering: .relaxed) else { return }
        tls.stop()
        let seconds = min(max(0, seconds), 1e6)
        let deadline = NIODeadline.now() + .nanoseconds(Int64(seconds * 1e9))
        if grace > 0 {
            let end = NIODeadline.now() + .nanoseconds(Int64(min(grace, seconds) * 1e9))
            await onEach({ $0.announceEnd($1) }, before: end) { $0.stopWaiting() }
        }
        await closeSockets()
        await onEach({ $0.drain($1) }, before: deadline) { $0.closeAll() }
        // The loops are about to stop.
        let sum = await counters()
        finalCounters.withLock { $0 = sum }
        try? await group.shutdownGracefully()
    }

    /// Closes the listeners without losing an accepted connection.
    private func closeSockets() async {
        for socket in sockets { await socket.pause() }
        // A new connection is passed to its loop, back to the listener's, and to its own again.
        for _ in 0..<2 {
            for worker in workers { try? await worker.submit { _ in } }
            for socket in sockets { await socket.settle() }
        }
        for worker in workers { try? await worker.submit { _ in } }
        for socket in sockets { await socket.close() }
    }

    /// Starts an operation on every worker and waits for its promise; calls `end` on the worker at the deadline.
    private func onEach(
        _ begin: @escaping @Sendable (Worker, EventLoopPromise<Void>) -> Void,
        before deadline: NIODeadline,
        _ end: @escaping @Sendable (Worker) -> Void
    ) async {
        await withTaskGroup { tasks in
            for worker in workers {
                tasks.addTask {
                    let promise = worker.eventLoop.makePromise(of: Void.self)
                    // The timer comes after: a loop can do what is due by time before what it was asked for, and nothing would
                    // end the wait.
                    try? await worker.submit { begin($0, promise) }
                    let timer = worker.eventLoop.scheduleTask(deadline: deadline) { end(worker.onLoop) }
                    try? await promise.futureResult.get()
                    timer.cancel()
                }
            }
        }
    }
}
