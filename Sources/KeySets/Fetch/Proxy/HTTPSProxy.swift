import AsyncHTTPClient
import FoundationEssentials

/// The proxy for https fetches, as `HTTPS_PROXY` and `NO_PROXY` name it; the lower-case names go first.
struct HTTPSProxy: Sendable {
    let server: HTTPClient.Configuration.Proxy
    private let exceptions: [String]

    /// Reads the environment.
    ///
    /// - Returns: nil without a proxy.
    /// - Throws: ``FetchError`` when the proxy's URL is of no use: going around it might be worse than not going.
    static func read(_ environment: [String: String]) throws(FetchError) -> HTTPSProxy? {
        func value(_ name: String) -> String? {
            [environment[name.lowercased()], environment[name]].lazy.compactMap { $0 }.first { !$0.isEmpty }
        }
        guard let text = value("HTTPS_PROXY") else { return nil }
        guard let url = URL(string: text.contains("://") ? text : "http://\(text)"), url.scheme?.lowercased() == "http",
            let host = url.host(), !host.isEmpty, KeyURL.canBeReached(host, url.port ?? 80)
        else { throw FetchError("HTTPS_PROXY must be of the form http://host:port") }
        let authorization = url.user(percentEncoded: false).map { user in
            HTTPClient.Authorization.basic(username: user, password: url.password(percentEncoded: false) ?? "")
        }
        let exceptions = (value("NO_PROXY") ?? "").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
        return HTTPSProxy(
            server: .server(host: KeyURL.withoutBrackets(host), port: url.port ?? 80, authorization: authorization),
            exceptions: exceptions
        )
    }

    /// Whether a fetch goes through the proxy: https, and no exception covers the host.
    ///
    /// An exception is `*`, an address, or a name, which covers the names below it too; each may end in `:port`.
    func covers(_ url: KeyURL) -> Bool {
        url.isHTTPS && !exceptions.contains { Self.exception($0, covers: url) }
    }

    private static func exception(_ entry: String, covers url: KeyURL) -> Bool {
        var name = Substring(entry)
        if name == "*" { return true }
        if let colon = name.lastIndex(of: ":"), !name[..<colon].contains(":") || name[..<colon].hasSuffix("]") {
            guard Int(name[name.index(after: colon)...]) == url.port else { return false }
            name = name[..<colon]
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        if name.hasPrefix("*.") { name = name.dropFirst() }
        if name.hasPrefix(".") { name = name.dropFirst() }
        return !name.isEmpty && (url.host == name || url.host.hasSuffix(".\(name)"))
    }
}
