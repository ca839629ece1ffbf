package import Glibc

extension sockaddr_in {
    /// 127.0.0.1 with the port.
    package init(loopback port: Int) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    }

    /// Calls the body with the address in the form that the system's calls take, and its size.
    package mutating func withPointer<Result>(_ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafeMutablePointer(to: &self) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
