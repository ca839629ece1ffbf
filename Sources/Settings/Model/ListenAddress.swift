/// An address to listen on.
public enum ListenAddress: Sendable, Hashable {
    /// A host name, an IPv4 address or an IPv6 address without brackets, with a port from 1 to 65535.
    case tcp(host: String, port: Int)
    /// A socket in the file system.
    case unix(path: String)

    /// Where decisions are asked for unless the operator says otherwise.
    public static let standard = ListenAddress.tcp(host: "127.0.0.1", port: 9090)
    /// Where the admin pages are served unless the operator says otherwise.
    public static let standardAdmin = ListenAddress.tcp(host: "127.0.0.1", port: 9091)
}

extension ListenAddress {
    /// Whether this machine alone reaches it, as far as the address itself tells.
    public var isLocal: Bool {
        switch self {
        case .unix: true
        // Of digits and dots it can be nothing but an IPv4 address, see where it is read.
        case .tcp(let host, _):
            host == "::1" || host.lowercased() == "localhost" || host.wholeMatch(of: /127\.[0-9.]+/) != nil
        }
    }
}

extension ListenAddress: CustomStringConvertible {
    /// As it is written in a configuration: `host:port`, `[::1]:port` or `unix:PATH`.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
