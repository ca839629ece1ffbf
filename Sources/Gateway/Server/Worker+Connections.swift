import NIOCore
import ProxyProtocol

/// The loop's connections: their register, their timeouts, their end.
extension Worker {
    /// Takes a connection into the register.
    func register(_ connection: Connection) {
        lastNumber += 1
        connection.number = lastNumber
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
        if connections.isEmpty { stopWaiting() }
    }

    /// Has listeners and their open connections speak what is configured now for their addresses.
    func speak(_ dialects: [ListenAddress: Dialect]) {
        for index in listeners.indices {
            if let dialect = dialects[listeners[index].address] { listeners[index].dialect = dialect }
        }
        for connection in connections { connection.dialect = listeners[connection.listener].dialect }
    }

    /// Announces the end: from here on, answers end their connections.
    ///
    /// The promise succeeds when no connection is left, or when there is no more waiting.
    func announceEnd(_ promise: EventLoopPromise<Void>) {
        isDraining = true
        emptied = promise
        if connections.isEmpty { stopWaiting() }
    }

    /// Closes: quiet connections end with the next tick.
    ///
    /// The promise succeeds when no connection is left.
    func drain(_ promise: EventLoopPromise<Void>) {
        closesQuietConnections = true
        announceEnd(promise)
    }

    /// Lets those go on who wait for the last connection to end.
    func stopWaiting() {
        emptied?.succeed()
        emptied = nil
    }

    /// Closes every connection as it is; begun heads are answered.
    func closeAll() {
        serveWaitingRequests()
        for connection in connections { connection.closeInTime() }
    }

    /// One tick of the clock for timeouts.
    func advanceTick() {
        serveWaitingRequests()
        tick += 1
        for connection in connections { connection.checkTime() }
        logLeftOut()
        logOverload()
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
