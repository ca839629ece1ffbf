package import Listeners

extension ListenAddress {
    /// Where decisions are asked for unless the operator says otherwise.
    package static let standard = ListenAddress.tcp(host: "127.0.0.1", port: 9090)
    /// Where the admin pages are served unless the operator says otherwise.
    package static let standardAdmin = ListenAddress.tcp(host: "127.0.0.1", port: 9091)

    /// Whether this machine alone reaches it, as far as the address itself tells.
    package var isLocal: Bool {
        switch self {
        case .unix: true
        // Of digits and dots it can be nothing but an IPv4 address, see where it is read.
        case .tcp(let host, _):
            host == "::1" || host.lowercased() == "localhost" || host.wholeMatch(of: /127\.[0-9.]+/) != nil
        }
    }
}
