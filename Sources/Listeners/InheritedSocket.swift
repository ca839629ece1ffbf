import Glibc

/// A listening socket that a service manager opened and passed in.
struct InheritedSocket: Sendable {
    let descriptor: Int32
    /// Its `FileDescriptorName=`; by default the name of the systemd unit.
    let name: String
    let address: ListenAddress

    /// Creates a value; nil if the descriptor is not a listening stream socket.
    init?(descriptor: Int32, name: String) {
        guard Self.option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue),
            Self.option(SO_ACCEPTCONN, of: descriptor) == 1,
            let address = ListenAddress(boundTo: descriptor)
        else { return nil }
        self.descriptor = descriptor
        self.name = name
        self.address = address
    }

    /// Whether connections to a configured address arrive at this socket.
    func serves(_ configured: ListenAddress) -> Bool {
        switch (configured, address) {
        case (.unix(let configured), .unix(let path)):
            return configured == path || Self.realPath(configured).map { $0 == Self.realPath(path) } == true
        case (.tcp(let host, let port), .tcp(let bound, let boundPort)):
            return port == boundPort && ListenAddress.numeric(host, port: port).contains(bound)
        default:
            return false
        }
    }

    /// Whether it is a dual-stack socket on [::], as from systemd's `ListenStream=9090`, and the address is 0.0.0.0.
    func servesIPv4(_ configured: ListenAddress) -> Bool {
        guard case .tcp("0.0.0.0", let port) = configured, case .tcp("::", port) = address else { return false }
        return Self.option(Int32(IPV6_V6ONLY), of: descriptor, level: Int32(IPPROTO_IPV6)) == 0
    }

    private static func option(_ option: Int32, of descriptor: Int32, level: Int32 = SOL_SOCKET) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(descriptor, level, option, &value, &length) == 0 ? value : nil
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
