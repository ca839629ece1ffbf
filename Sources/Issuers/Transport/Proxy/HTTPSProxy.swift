import AsyncHTTPClient
import Bytes
import FoundationEssentials

/// The proxy for https fetches, from `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`; lower-case names take precedence.
struct HTTPSProxy: Sendable {
    let server: HTTPClient.Configuration.Proxy
    /// Whether names are resolved here and the proxy receives addresses: `socks5`, unlike `socks5h`.
    let resolvesLocally: Bool
    /// The variable that configures it: `HTTPS_PROXY` or `ALL_PROXY`.
    private let variable: String
    private let exceptions: ProxyExceptions

    /// In order of precedence.
    private static let variables = ["HTTPS_PROXY", "ALL_PROXY"]

    /// Reads the environment; a variable with an unsupported scheme is ignored.
    ///
    /// - Returns: nil without a proxy.
    /// - Throws: ``FetchError`` when the proxy's URL cannot be used: bypassing it might be worse than not fetching.
    static func read(_ environment: [String: String]) throws(FetchError) -> HTTPSProxy? {
        for variable in variables {
            guard let text = value(variable, environment), hasKnownScheme(text) else { continue }
            return try HTTPSProxy(text, variable: variable, ProxyExceptions(value("NO_PROXY", environment) ?? ""))
        }
        return nil
    }

    /// The problems of the variables, one line each, without their values, which may contain a password.
    static func problems(_ environment: [String: String]) -> [String] {
        let ignored = variables.filter { variable in
            value(variable, environment).map { !hasKnownScheme($0) } ?? false
        }
        let problems = ignored.map { "\($0) is ignored: its scheme is not http, socks5 or socks5h" }
        do throws(FetchError) {
            _ = try read(environment)
        } catch {
            return problems + ["\(error.message): no keys are fetched over https until this is fixed"]
        }
        return problems
    }

    private init(_ text: String, variable: String, _ exceptions: ProxyExceptions) throws(FetchError) {
        let form = "http://host:port, socks5://host:port or socks5h://host:port"
        // A password with one of these characters would be split in the wrong place, and appear in messages.
        let unencoded = "; percent-encode / ? # and @ in a user name or password"
        guard let url = URL(string: text.contains("://") ? text : "http://\(text)"),
            let host = url.host(), !host.isEmpty, let scheme = url.scheme?.lowercased()
        else { throw FetchError("\(variable) must be of the form \(form)") }
        let rest = [url.path(), url.query() ?? "", url.fragment() ?? ""]
        guard !rest.contains(where: { $0.contains("@") }), text.contains("://") || ["", "/"].contains(rest[0]) else {
            throw FetchError("\(variable) must be of the form \(form)\(unencoded)")
        }
        let port = url.port ?? (scheme == "http" ? 80 : 1080)
        guard KeyURL.canBeReached(host, port) else { throw FetchError("\(variable) must be of the form \(form)") }
        let user = url.user(percentEncoded: false)
        if scheme == "http" {
            let authorization = user.map { user in
                HTTPClient.Authorization.basic(username: user, password: url.password(percentEncoded: false) ?? "")
            }
            server = .server(host: KeyURL.withoutBrackets(host), port: port, authorization: authorization)
        } else {
            guard user == nil else {
                throw FetchError("\(variable) has a user name for a SOCKS proxy, which is not supported")
            }
            server = .socksServer(host: KeyURL.withoutBrackets(host), port: port)
        }
        resolvesLocally = scheme == "socks5"
        self.variable = variable
        self.exceptions = exceptions
    }

    /// The name in messages, such as `the proxy proxy.example:3128 (HTTPS_PROXY)`.
    var name: String {
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        return "the proxy \(host):\(server.port) (\(variable))"
    }

    /// Whether a fetch uses the proxy: https, and no exception matches the host.
    func covers(_ url: KeyURL) -> Bool {
        url.isHTTPS && !exceptions.cover(url)
    }

    private static func value(_ name: String, _ environment: [String: String]) -> String? {
        let values = [environment[name.lowercased()], environment[name]]
        return values.lazy.compactMap { $0.map { String($0.trimming(while: \.isWhitespace)) } }.first { !$0.isEmpty }
    }

    private static func hasKnownScheme(_ text: String) -> Bool {
        // Without a scheme it is http; an empty one is an error.
        guard let end = text.firstRange(of: "://"), end.lowerBound != text.startIndex else { return true }
        return ["http", "socks5", "socks5h"].contains(text[..<end.lowerBound].lowercased())
    }
}
