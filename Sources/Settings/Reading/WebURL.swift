import Foundation

/// The parts of a URL that a configuration checks.
struct WebURL {
    let text: String
    let isSecure: Bool
    let isLoopback: Bool
    let hasQuery: Bool

    /// Nil unless the text is an absolute `http` or `https` URL without user name and fragment (RFC 3986).
    init?(_ text: String) {
        guard let url = URLComponents(string: text, encodingInvalidCharacters: false),
            let host = url.host?.lowercased(),
            let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
            !host.isEmpty, url.user == nil, url.password == nil, url.fragment == nil,
            url.port.map({ 1...65535 ~= $0 }) ?? true
        else { return nil }
        self.text = text
        isSecure = scheme == "https"
        isLoopback =
            host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host == "::1"
            || host.wholeMatch(of: /127\.[0-9]+\.[0-9]+\.[0-9]+/) != nil
        hasQuery = url.query != nil
    }
}
