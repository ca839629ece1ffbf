import Listeners

extension ListenAddress {
    /// The address to connect to: loopback for a listener on every interface.
    var reachable: ListenAddress {
        switch self {
        case .tcp("0.0.0.0", let port): .tcp(host: "127.0.0.1", port: port)
        case .tcp("::", let port): .tcp(host: "::1", port: port)
        default: self
        }
    }

    /// Whether its host is a name that must be resolved.
    var isNamed: Bool {
        guard case .tcp(let host, _) = self else { return false }
        return !host.contains(":") && !host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || 0x30...0x39 ~= $0 }
    }
}
