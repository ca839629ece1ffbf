import TestSupport

/// Makes request heads that are good, or nearly so.
struct HeadGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed)
    }

    /// One head; about half have something strange in them.
    mutating func next() -> [UInt8] {
        var text = pick(Self.methods) + pick(Self.gaps) + pick(Self.targets) + pick(Self.gaps) + pick(Self.versions)
        text += pick(Self.ends)
        if Bool.random(using: &random) { text += "Host: " + pick(Self.hosts) + pick(Self.ends) }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            text += pick(Self.names) + pick(Self.colons) + pick(Self.values) + pick(Self.ends)
        }
        text += pick(Self.ends)
        var bytes = Array(text.utf8)
        if Int.random(in: 0..<4, using: &random) == 0 { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        for _ in 0...Int.random(in: 0...1, using: &random) {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(Self.strange.randomElement(using: &random) ?? 0, at: place)
            case 2 where bytes.count > 1: bytes.remove(at: place)
            default: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
            }
        }
    }

    /// Mostly the first.
    private mutating func pick(_ texts: [String]) -> String {
        let usual = Int.random(in: 0..<3, using: &random) > 0
        return usual ? texts[0] : texts.randomElement(using: &random) ?? ""
    }

    private static let strange = Array("\r\n\t \0:,;=/\\\"#?%\u{7f}".utf8) + [0x80, 0xff]
    private static let methods = [
        "GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "PATCH", "TRACE", "PROPFIND", "PURGE",
    ]
    private static let gaps = [" ", " ", " ", " ", " ", " ", "  ", "\t"]
    private static let targets = [
        "/", "/a/b?c=d", "*", "http://h.example/x", "https://h:8443/?q", "http://h", "/%41%zz", "/a//b/../c;d",
        "/caf\u{e9}", "/a#b", "a", "http:///", "/\"<>{}|", "http://u@h/", "HTTP://H/", "/?http://x/ y",
    ]
    private static let versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/11"]
    private static let ends = ["\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\r\n "]
    private static let hosts = ["h.example", "h:80", "[::1]:1", "", "a b", "h/x", "h:", "h_1", "%41", "h,h", "u@h"]
    private static let names = [
        "Accept", "X-Original-URI", "Content-Length", "Transfer-Encoding", "Connection", "Host", "content-length",
        "A_b",
        "Cookie", "A b", "", "Upgrade", "Expect", "\u{e9}", "A(", "Transfer-Encoding ", "!#$%&'*+-.^_`|~",
    ]
    private static let colons = [": ", ":", ":\t", ":  ", " : ", " :"]
    private static let values = [
        "value", "0", "5", "+5", "5, 5", "0x5", "chunked", "gzip, chunked", "chunked, gzip", "identity", "Chunked",
        "close", "keep-alive", "Upgrade", "websocket", "", "caf\u{e9}", " a b\tc \t", "a\"b", "\u{1}",
        "18446744073709551616",
        "100-continue", "xchunked", "chunked;q=1",
    ]
}
