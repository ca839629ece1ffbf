import Glibc
import Synchronization

/// A TCP socket with a port of 127.0.0.1, closed with its last reference.
///
/// Until it listens, the port refuses connections, and nobody else gets it.
package final class BoundSocket: Sendable {
    package let descriptor: Int32
    package let port: Int
    private let isOpen = Mutex(true)

    /// - Parameter port: nil for one that the system chooses.
    package init(port: Int? = nil) throws(HarnessError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if port != nil {
            // Connections that have ended may still occupy it.
            var yes: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
        }
        var address = sockaddr_in(loopback: port ?? 0)
        let isBound = address.withPointer { pointer, size in
            var length = size
            return bind(descriptor, pointer, size) == 0 && getsockname(descriptor, pointer, &length) == 0
        }
        guard isBound else {
            Glibc.close(descriptor)
            throw HarnessError("cannot bind port \(port ?? 0) of 127.0.0.1")
        }
        self.descriptor = descriptor
        self.port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        close()
    }

    /// Lets connections begin.
    ///
    /// - Parameter backlog: how many may wait to be accepted.
    package func listen(backlog: Int32 = 1024) throws(HarnessError) {
        guard Glibc.listen(descriptor, backlog) == 0 else { throw HarnessError("cannot listen on port \(port)") }
    }

    /// Gives the port back.
    package func close() {
        isOpen.withLock { isOpen in
            if isOpen { Glibc.close(descriptor) }
            isOpen = false
        }
    }
}
