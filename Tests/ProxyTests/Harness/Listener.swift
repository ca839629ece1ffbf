import Foundation
import Glibc
import TestSupport

/// A server on a port of this machine that serves each connection on a thread.
final class Listener: Sendable {
    private let socket: BoundSocket

    var port: Int { socket.port }

    /// - Parameter serve: what becomes of a connection, which is closed when it returns.
    init(serve: @escaping @Sendable (Wire) -> Void) throws {
        let socket = try BoundSocket(port: FreePort.take())
        try socket.listen(backlog: 16)
        self.socket = socket
        Thread.detachNewThread {
            while true {
                let peer = accept(socket.descriptor, nil, nil)
                guard peer >= 0 else { return }
                Thread.detachNewThread { serve(Wire(peer)) }
            }
        }
    }

    /// Stops listening; its thread ends.
    func stop() {
        shutdown(socket.descriptor, Int32(SHUT_RDWR))
        socket.close()
    }
}
