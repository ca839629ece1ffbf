/// The address of a listener.
package enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or an address without brackets, and a port; with port 0 the system chooses one.
    case tcp(host: String, port: Int)
    /// The path of a Unix domain socket.
    case unix(path: String)

    /// The address as in the configuration: `127.0.0.1:9090`, `[::1]:9090`, `unix:/run/postern/nginx.sock`.
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
