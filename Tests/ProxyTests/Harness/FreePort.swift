import Glibc
import Synchronization

/// Ports for programs that must be told one.
enum FreePort {
    /// Below the kernel's own choices, so that no outgoing connection takes a port between here and its use.
    private static let next = Atomic(Int.random(in: 20_000..<30_000))

    /// A port that nothing listens on, and that was not given out before.
    static func take() throws -> Int {
        for _ in 0..<1_000 {
            let port = 20_000 + next.add(1, ordering: .relaxed).newValue % 12_000
            if isFree(port) { return port }
        }
        throw HarnessError("no free port between 20000 and 32000")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
        var address = sockaddr_in(loopback: port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

extension sockaddr_in {
    /// 127.0.0.1 with the port.
    init(loopback port: Int) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    }
}
