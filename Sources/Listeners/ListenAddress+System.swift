import Glibc
import NIOCore

extension ListenAddress {
    /// The numeric address that a socket is bound to; nil for other address families.
    init?(boundTo descriptor: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isKnown = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isKnown else { return nil }
        switch Int32(storage.ss_family) {
        case AF_INET:
            let address = unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: sockaddr_in.self) }
            self.init(SocketAddress(address))
        case AF_INET6:
            let address = unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: sockaddr_in6.self) }
            self.init(SocketAddress(address))
        case AF_UNIX:
            let address = unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: sockaddr_un.self) }
            self.init(SocketAddress(address))
        default:
            return nil
        }
    }

    private init?(_ address: SocketAddress) {
        if let path = address.pathname, !path.isEmpty {
            self = .unix(path: path)
        } else if let host = address.ipAddress, let port = address.port {
            self = .tcp(host: host, port: port)
        } else {
            return nil
        }
    }

    /// The numeric addresses of a host; empty if it does not resolve.
    static func numeric(_ host: String, port: Int) -> [String] {
        let address = try? SocketAddress.makeAddressResolvingHost(host, port: port)
        return address?.ipAddress.map { [$0] } ?? []
    }
}
