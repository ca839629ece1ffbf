import TestSupport

/// A port of 127.0.0.1 where connections begin, and nothing more happens.
final class SilentServer: Sendable {
    private let socket: BoundSocket

    var port: Int { socket.port }

    init() throws {
        socket = try BoundSocket()
        try socket.listen()
    }
}
