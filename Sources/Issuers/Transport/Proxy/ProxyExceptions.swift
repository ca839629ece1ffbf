/// The hosts of `NO_PROXY`, which are reached without a proxy.
struct ProxyExceptions: Sendable {
    private let entries: [String]

    /// - Parameter text: entries separated by commas or white space.
    init(_ text: String) {
        entries = text.split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
    }

    /// Whether an entry matches the host.
    ///
    /// An entry is `*`; an address; a network such as `10.0.0.0/8`, for hosts that are written as addresses; or a name,
    /// which also matches the names below it. All but networks may end in `:port`.
    func cover(_ url: KeyURL) -> Bool {
        entries.contains { Self.entry($0, covers: url) }
    }

    private static func entry(_ entry: String, covers url: KeyURL) -> Bool {
        var name = Substring(entry)
        if name == "*" { return true }
        if name.contains("/") {
            guard let network = IPNetwork(name), let address = IPNetwork.bytes(of: url.host) else { return false }
            return network.contains(address)
        }
        if let colon = name.lastIndex(of: ":"), !name[..<colon].contains(":") || name[..<colon].hasSuffix("]") {
            guard Int(name[name.index(after: colon)...]) == url.port else { return false }
            name = name[..<colon]
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        // An address can be written in several ways.
        if let address = IPNetwork.bytes(of: String(name)) { return address == IPNetwork.bytes(of: url.host) }
        if name.hasPrefix("*.") { name = name.dropFirst() }
        if name.hasPrefix(".") { name = name.dropFirst() }
        return !name.isEmpty && (url.host == name || url.host.hasSuffix(".\(name)"))
    }
}
