package import Authorization
import Bytes
import ProxyProtocol

/// A request as typed on the command line: `GET /path`, `/path` or `GET https://host/path`; the default method is GET.
package struct RequestLine: Equatable {
    /// The method.
    package let method: String
    /// Path and query.
    package let target: String
    /// The host, with a port if there is one; nil for a path alone.
    package let host: String?
}

extension RequestLine {
    /// Parses a request; nil for an invalid method, or a URL that a listener would treat as ambiguous.
    package init?(_ text: String) {
        // By scalars: a space with a combining accent is one character.
        let words = text.unicodeScalars.split { $0 == " " || $0 == "\t" }.map { String($0) }
        guard let last = words.last, words.count <= 2 else { return nil }
        let method = words.count == 2 ? words[0] : "GET"
        guard method.utf8.allSatisfy(\.isToken) else { return nil }
        if last.first == "/" {
            self.init(method: method, target: last, host: nil)
            return
        }
        let bytes = Array(last.utf8)
        guard let url = AbsoluteURL(bytes.span, bytes.indices), let origin = url.origin else { return nil }
        self.init(
            method: method,
            target: String(decoding: bytes[origin], as: UTF8.self),
            host: String(decoding: bytes[url.authority], as: UTF8.self)
        )
    }

    /// A hint if rules depend on parts of the request that are missing.
    ///
    /// - Parameters:
    ///   - rules: the rules of the policy.
    ///   - isGiven: whether `--request` was given.
    /// - Returns: nil if the request has all parts.
    package func hint(for rules: [Rule], isGiven: Bool) -> String? {
        if host == nil, rules.contains(where: { $0.hosts != nil }) {
            return "rules depend on the host, which this request lacks: add it, as in --request 'GET https://host/path'"
        }
        if !isGiven, rules.contains(where: { !$0.coversEverything }) {
            return "rules depend on the request, and this one is GET /: set another with --request"
        }
        return nil
    }
}
