import Foundation
import Listeners

extension Field {
    /// An address to listen on: `host:port`, `[::1]:port` or `unix:PATH`.
    ///
    /// - Parameters:
    ///   - expected: describes the address in messages.
    ///   - usualPort: the port to suggest when there is none.
    /// - Returns: nil when an error was reported.
    func address(
        _ expected: String = "an address such as 127.0.0.1:9090",
        usualPort: Int = 9090
    ) -> ListenAddress? {
        if let number = scalarText, Int(number) != nil {
            error("expected \(expected), found '\(number)'", suggestion: "did you mean 127.0.0.1:\(number)?")
            return nil
        }
        guard let text = text(expected) else { return nil }
        if text.hasPrefix("unix:") { return socket(String(text.dropFirst(5))) }
        if let scheme = text.firstRange(of: "://") {
            error("'\(text)' is a URL, not an address", suggestion: "did you mean '\(text[scheme.upperBound...])'?")
            return nil
        }
        guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else {
            error("'\(text)' has no port", suggestion: "did you mean '\(text):\(usualPort)'?")
            return nil
        }
        guard let host = host(text[..<colon], in: text), let port = port(text[text.index(after: colon)...], in: text)
        else { return nil }
        return .tcp(host: host, port: port)
    }

    private func socket(_ path: String) -> ListenAddress? {
        guard !path.isEmpty else {
            error("'unix:' has no path", suggestion: "write it like unix:/run/postern/nginx.sock")
            return nil
        }
        guard !path.hasPrefix("@") else {
            error(
                "abstract sockets ('unix:\(path)') have no permissions and are not supported",
                suggestion: "use a path, such as unix:/run/postern/nginx.sock"
            )
            return nil
        }
        let path = reading.absolute(path)
        // sun_path has 108 bytes on Linux and 104 elsewhere, one of them for the end.
        guard path.utf8.count <= 103 else {
            error("the socket path has \(path.utf8.count) bytes; the maximum is 103")
            return nil
        }
        return .unix(path: path)
    }

    private func host(_ host: Substring, in text: String) -> String? {
        if host.isEmpty || host == "*" {
            let port = text.dropFirst(host.count)
            error(
                "'\(text)' has no host",
                suggestion: "write '127.0.0.1\(port)', or '0.0.0.0\(port)' for every interface"
            )
            return nil
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inner = String(host.dropFirst().dropLast())
            if isIPv6(inner) { return inner }
            error("'\(inner)' is not an IPv6 address")
            return nil
        }
        guard !host.contains(":") else {
            error(
                "an IPv6 address needs brackets",
                suggestion: "did you mean \"[\(host)]\(text.dropFirst(host.count))\"?"
            )
            return nil
        }
        guard isHostName(host) else {
            error("'\(host)' is neither a host name nor an IP address")
            return nil
        }
        return String(host)
    }

    private func port(_ digits: Substring, in text: String) -> Int? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            error(digits.isEmpty ? "'\(text)' has no port" : "'\(digits)' is not a port")
            return nil
        }
        guard let port = Int(digits), 1...65535 ~= port else {
            error("port \(digits) is not between 1 and 65535")
            return nil
        }
        return port
    }

    private func isIPv6(_ text: String) -> Bool {
        var address = in6_addr()
        return unsafe inet_pton(AF_INET6, text, &address) == 1
    }

    /// A name of letters, digits, `-`, `_` and dots; with only digits and dots it must be an IPv4 address.
    private func isHostName(_ host: Substring) -> Bool {
        var parts = host.split(separator: ".", omittingEmptySubsequences: false)
        if host.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }) {
            return parts.count == 4 && parts.allSatisfy { $0.count <= 3 && Int($0).map { $0 <= 255 } == true }
        }
        // A trailing dot marks a fully qualified name.
        if parts.last == "" { parts.removeLast() }
        return host.utf8.count <= 253
            && parts.allSatisfy { $0.wholeMatch(of: /[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?/) != nil }
    }
}
