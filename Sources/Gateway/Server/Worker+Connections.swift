import NIOCore

/// The loop's connections: their register, their timeouts, their end.
extension Worker {
    /// Takes a connection into the register.
    func register(_ connection: Connection) {
        connection.place = connections.count
        connections.append(connection)
        startTicking()
    }

    /// Takes a connection that is closed out of the register.
    func unregister(_ connection: Connection) {
        let last = connections.removeLast()
        if last !== connection {
            last.place = connection.place
            connections[connection.place] = last
        }
        if connections.isEmpty { finishDraining() }
    }

    /// Begins to close: answers end connections from here on, and quiet connections end with the next tick.
    ///
    /// The promise succeeds when no connection is left.
    func drain(_ promise: EventLoopPromise<Void>) {
        isDraining = true
        drained = promise
        if connections.isEmpty { finishDraining() }
    }

    private func finishDraining() {
        drained?.succeed()
        drained = nil
    }

    /// Closes every connection as it is.
    func closeAll() {
        for connection in connections { connection.close() }
    }

    /// One tick of the clock for timeouts.
    func advanceTick() {
        tick += 1
        for connection in connections { connection.checkTime() }
        logLeftOut()
        isTicking = false
        startTicking()
    }

    private func startTicking() {
        // A loop without connections sleeps.
        guard !isTicking, !connections.isEmpty else { return }
        isTicking = true
        eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(ticks.length * 1e9))) { self.advanceTick() }
    }
}
