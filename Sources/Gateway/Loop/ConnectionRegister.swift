import NIOCore
import Telemetry

/// One event loop's connections, and who waits for the last of them to end.
struct ConnectionRegister {
    /// The most refused connections that are still listened to; those beyond are closed with their answer.
    private static let maxLingeringRefusals = 64

    private var connections: [ObjectIdentifier: Connection] = [:]
    private var lingeringRefusals = 0
    private(set) var ending = Ending.none
    private var emptied: EventLoopPromise<Void>?

    var isEmpty: Bool { connections.isEmpty }

    var count: Int { connections.count }

    /// Every connection at this moment; while they are gone through, some may end.
    var all: [Connection] { Array(connections.values) }

    /// Whether one more refused connection may be listened to after its answer.
    var hasRoomToLinger: Bool { lingeringRefusals < Self.maxLingeringRefusals }

    mutating func add(_ connection: Connection) {
        connections[ObjectIdentifier(connection)] = connection
        if connection.lingersWhenRefused { lingeringRefusals += 1 }
    }

    mutating func remove(_ connection: Connection) {
        connections[ObjectIdentifier(connection)] = nil
        if connection.lingersWhenRefused { lingeringRefusals -= 1 }
        if isEmpty { stopWaiting() }
    }

    /// Goes on towards the end; the promise succeeds when no connection is left, or by ``stopWaiting()``.
    mutating func begin(_ ending: Ending, _ promise: EventLoopPromise<Void>) {
        self.ending = ending
        emptied = promise
        if isEmpty { stopWaiting() }
    }

    /// Lets those go on who wait for the last connection to end.
    mutating func stopWaiting() {
        emptied?.succeed()
        emptied = nil
    }
}
