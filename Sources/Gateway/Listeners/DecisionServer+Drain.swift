import Listeners
import NIOCore
import Synchronization

extension DecisionServer {
    /// Stops: begun requests are answered, every answer ends its connection, quiet connections are closed, then the
    /// loops end.
    ///
    /// A second call does nothing.
    ///
    /// - Parameters:
    ///   - seconds: after this time, what is still open is closed as it is; a head that has begun is answered 408.
    ///   - grace: for so long connections are still accepted and quiet ones kept, so that proxies learn of the end from
    ///     an answer rather than from a connection that closes under a request. It ends when no connection is left.
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
        // The loops can be asked no more.
        let sum = await counters()
        finalCounters.withLock { $0 = sum }
        try? await group.shutdownGracefully()
    }

    /// Closes the listeners without losing a connection that has been accepted.
    private func closeSockets() async {
        for socket in sockets { await socket.pause() }
        // A new connection goes to its loop, back to the listener's, and to its own again.
        for _ in 0..<2 {
            for worker in workers { try? await worker.submit { _ in } }
            for socket in sockets { await socket.settle() }
        }
        for worker in workers { try? await worker.submit { _ in } }
        for socket in sockets { await socket.close() }
    }

    /// Has every worker begin something that fulfils a promise, and waits; `end` is called if that takes too long.
    private func onEach(
        _ begin: @escaping @Sendable (Worker, EventLoopPromise<Void>) -> Void,
        before deadline: NIODeadline,
        _ end: @escaping @Sendable (Worker) -> Void
    ) async {
        await withTaskGroup { tasks in
            for worker in workers {
                tasks.addTask {
                    let promise = worker.eventLoop.makePromise(of: Void.self)
                    worker.execute { begin($0, promise) }
                    let timer = worker.eventLoop.scheduleTask(deadline: deadline) { end(worker.onLoop) }
                    try? await promise.futureResult.get()
                    timer.cancel()
                }
            }
        }
    }
}
