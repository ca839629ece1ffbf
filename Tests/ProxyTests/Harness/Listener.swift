import Foundation
import Glibc

/// A server on a port of this machine that serves each connection on a thread.
final class Listener: Sendable {
    let port: Int
    private let descriptor: Int32

    /// - Parameter serve: what becomes of a connection, which is closed when it returns.
    init(serve: @escaping @Sendable (Wire) -> Void) throws {
        port = try FreePort.take()
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
        var address = sockaddr_in(loopback: port)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, bound == 0, listen(descriptor, 16) == 0 else { throw HarnessError("cannot listen") }
        Thread.detachNewThread {
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { return }
                Thread.detachNewThread { serve(Wire(peer)) }
            }
        }
    }

    /// Stops listening; its thread ends.
    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
