internal import Gateway

/// A request as people type it: `GET /path`, `/path` or `GET https://host/path`; without a method it is GET.
struct RequestLine: Equatable {
    let method: String
    /// Path and query.
    let target: String
    let host: String?
}

extension RequestLine {
    /// Nil for anything else, and for a URL that a listener would call ambiguous.
    init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let last = words.last, words.count <= 2 else { return nil }
        let method = words.count == 2 ? String(words[0]) : "GET"
        if last.first == "/" {
            self.init(method: method, target: String(last), host: nil)
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
}
