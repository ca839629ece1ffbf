package import Authorization
import Bytes
import ProxyProtocol

/// A request as people type it: `GET /path`, `/path` or `GET https://host/path`; without a method it is GET.
package struct RequestLine: Equatable {
    package let method: String
    /// Path and query.
    package let target: String
    package let host: String?
}

extension RequestLine {
    /// Nil for anything else: a method that no proxy would pass on, or a URL that a listener would call ambiguous.
    package init?(_ text: String) {
        // By scalars: a space and an accent on it are one character, and no white space.
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

    /// What to say about a request that rules look at closer than it was told; nil when they do not.
    ///
    /// - Parameter isGiven: whether the request was named at all.
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
