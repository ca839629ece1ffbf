/// Where a listener waits for connections.
package enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or address without brackets, and a port; port 0 lets the system choose.
    case tcp(host: String, port: Int)
    /// A Unix domain socket.
    case unix(path: String)

    /// As in the configuration: `127.0.0.1:9090`, `[::1]:9090`, `unix:/run/postern/nginx.sock`.
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
