import Foundation
import Glibc
import Synchronization

/// An application that agrees to every upgrade and then sends back what it gets, as a WebSocket's would.
final class UpgradeApplication: Sendable {
    let port: Int
    /// The heads of the requests that it got.
    let arrivals = RequestLog<String>()
    private let descriptor: Int32

    init() throws {
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
        let arrivals = arrivals
        Thread.detachNewThread {
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { return }
                Self.serve(Wire(peer), arrivals)
            }
        }
    }

    /// Stops to listen; its thread ends.
    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private static func serve(_ wire: Wire, _ arrivals: RequestLog<String>) {
        guard let head = try? wire.receive(until: "\r\n\r\n"), head.contains("\r\n\r\n") else { return }
        arrivals.add(head)
        // The answer to RFC 6455's own example of a key.
        let upgrade = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r

            """
        guard (try? wire.send(upgrade)) != nil else { return }
        while let part = try? wire.receive(), !part.isEmpty {
            guard (try? wire.send(String(decoding: part, as: UTF8.self))) != nil else { return }
        }
    }
}
