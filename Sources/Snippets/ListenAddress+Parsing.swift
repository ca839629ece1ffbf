package import Listeners

extension ListenAddress {
    /// Parses an address of the command line: `host:port`, `[::1]:port` or `unix:/path`.
    ///
    /// - Throws: ``SnippetError`` for other text.
    package init(parsing text: String) throws(SnippetError) {
        if text.hasPrefix("unix:") {
            self = .unix(path: String(text.dropFirst(5)))
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            throw SnippetError("'\(text)' is not an address: write it like 127.0.0.1:8080, [::1]:8080 or unix:/path")
        }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]"), host.contains(":") {
            self = .tcp(host: String(host.dropFirst().dropLast()), port: Int(port))
        } else if !host.isEmpty, !host.contains(where: ":[]".contains) {
            self = .tcp(host: String(host), port: Int(port))
        } else {
            throw SnippetError("'\(text)' is not an address: an IPv6 address needs brackets, as in [::1]:8080")
        }
    }
}
