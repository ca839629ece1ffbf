import Glibc

/// Listening sockets of the tests' own, to be passed to a service.
enum ListeningDescriptor {
    /// A socket, which is the caller's to close, and its port.
    static func open() throws -> (descriptor: Int32, port: Int) {
        let port = try FreePort.take()
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
        var address = sockaddr_in(loopback: port)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, listen(descriptor, 1024) == 0 else { throw HarnessError("cannot listen on \(port)") }
        return (descriptor, port)
    }
}
