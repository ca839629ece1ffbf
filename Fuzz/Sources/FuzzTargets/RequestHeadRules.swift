import Authorization
import ProxyProtocol

/// The invariants of every accepted request head, implemented again as simply as possible (RFC 9112).
enum RequestHeadRules {
    /// Checks a head without anything after it.
    ///
    /// - Parameters:
    ///   - head: the parsed head.
    ///   - bytes: the head and nothing else.
    /// - Throws: the invariant that the head breaks.
    static func check(_ head: RequestHead, _ bytes: [UInt8]) throws(Finding) {
        var lines = try self.lines(bytes)
        if lines.first?.isEmpty == true { lines.removeFirst() }
        guard let requestLine = lines.first, lines.count == head.fields.count + 2, lines.last?.isEmpty == true else {
            throw Finding("one line a field, then an empty one")
        }
        let words = requestLine.split(separator: " ", omittingEmptySubsequences: false)
        try require(words.count == 3, "the request line has three words")
        try require(text(bytes, head.method) == words[0] && isToken(words[0]), "the method is the first word")
        try require(words[1].utf8.allSatisfy { 0x21...0x7E ~= $0 }, "the target is visible ASCII")
        try require(words[2] == (head.isVersion10 ? "HTTP/1.0" : "HTTP/1.1"), "the version is the third word")
        try checkTarget(head.target, bytes, words[1])
        for (field, line) in zip(head.fields, lines.dropFirst()) { try check(field, line, bytes) }
        try checkFraming(head, bytes)
    }

    /// The lines without their ends.
    private static func lines(_ bytes: [UInt8]) throws(Finding) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x0D {
                try require(index + 1 < bytes.count && bytes[index + 1] == 0x0A, "CR stands before LF only")
                lines.append(latin1(line))
                line = []
                index += 2
            } else {
                let byte = bytes[index]
                try require(byte == 0x09 || byte >= 0x20 && byte != 0x7F, "a head has no controls")
                line.append(byte)
                index += 1
            }
        }
        try require(line.isEmpty, "a head ends with its last line")
        return lines
    }

    private static func check(_ field: HeaderField, _ line: String, _ bytes: [UInt8]) throws(Finding) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        try require(parts.count == 2 && isToken(parts[0]), "a field has a name that is a token")
        try require(text(bytes, field.name) == parts[0], "a field's name is what stands before the colon")
        let value = parts[1].drop { $0 == " " || $0 == "\t" }
        let kept = text(bytes, field.value)
        try require(value.hasPrefix(kept), "a field's value is what stands behind the colon")
        let rest = value.dropFirst(kept.count)
        try require(rest.allSatisfy { $0 == " " || $0 == "\t" }, "nothing but white space is left out of a value")
        try require(kept.last != " " && kept.last != "\t", "no white space ends a value")
    }

    private static func checkTarget(_ target: RequestTarget, _ bytes: [UInt8], _ word: Substring) throws(Finding) {
        switch target {
        case .origin(let range):
            try require(text(bytes, range) == word && word.hasPrefix("/"), "an origin form begins with a slash")
        case .authority(let range):
            try require(text(bytes, range) == word && word.contains(":"), "an authority form has a port")
        case .asterisk:
            try require(word == "*", "an asterisk is alone")
        case .absolute(let url):
            let isHTTP = word.lowercased().hasPrefix("http://") || word.lowercased().hasPrefix("https://")
            try require(isHTTP, "an absolute form has a scheme")
            try require(word.contains("://" + text(bytes, url.authority)), "an absolute form has an authority")
            try require(url.origin.map { text(bytes, $0).hasPrefix("/") } ?? true, "its path begins with a slash")
        }
    }

    /// The causes of request smuggling (RFC 9112 sections 3.2, 6.1 and 6.3).
    private static func checkFraming(_ head: RequestHead, _ bytes: [UInt8]) throws(Finding) {
        let fields = head.fields.map { (name: text(bytes, $0.name).lowercased(), value: text(bytes, $0.value)) }
        let hosts = fields.filter { $0.name == "host" }
        try require(hosts.count == 1 || hosts.isEmpty && head.isVersion10, "there is one Host")
        try require(head.isVersion10 || hosts.first?.value.isEmpty == false, "there is a host")
        let lengths = fields.filter { $0.name == "content-length" }.map(\.value)
        let codings = fields.filter { $0.name == "transfer-encoding" }.map(\.value)
        try require(lengths.count + codings.count <= 1, "a body's length is said once")
        try require(lengths.allSatisfy { Int($0) != nil && !$0.hasPrefix("+") }, "a length is a number")
        try require(codings.allSatisfy { $0.lowercased().hasSuffix("chunked") }, "the last coding is chunked")
        try require(codings.isEmpty || !head.isVersion10, "HTTP/1.0 has no codings")
        let hasBody = !codings.isEmpty || lengths.contains { (Int($0) ?? 0) > 0 }
        try require(head.declaresBody == hasBody, "the fields tell whether there is a body")
        let connection = fields.filter { $0.name == "connection" }.map { $0.value.lowercased() }
        let options = connection.joined(separator: ",").split(separator: ",").map(trimmed)
        let keepsAlive = !options.contains("close") && (!head.isVersion10 || options.contains("keep-alive"))
        try require(head.keepsAlive == keepsAlive, "the fields tell whether the connection is kept")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { 0x21...0x7E ~= $0 && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }

    private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        latin1(bytes[range])
    }

    /// One character a byte.
    private static func latin1(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }
}
