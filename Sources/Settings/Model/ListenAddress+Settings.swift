package import Listeners

extension ListenAddress {
    /// The default address for decisions.
    package static let standard = ListenAddress.tcp(host: "127.0.0.1", port: 9090)
    /// The default address of the admin pages.
    package static let standardAdmin = ListenAddress.tcp(host: "127.0.0.1", port: 9091)

    /// Whether only this machine can reach it, as far as the address shows.
    package var isLocal: Bool {
        switch self {
        case .unix: true
        // A host of digits and dots is always an IPv4 address, see where it is parsed.
        case .tcp(let host, _):
            host == "::1" || host.lowercased() == "localhost" || host.wholeMatch(of: /127\.[0-9.]+/) != nil
        }
    }
}
