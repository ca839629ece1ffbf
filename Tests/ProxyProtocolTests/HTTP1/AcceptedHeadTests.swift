import Testing

@testable import ProxyProtocol

@Suite("Request heads that are accepted")
struct AcceptedHeadTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var bytes: [UInt8]
        var method = "GET"
        var target = "/"
        var values: [String] = ["h"]

        init(_ lines: String..., method: String = "GET", target: String = "/", values: [String] = ["h"]) {
            bytes = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
            self.method = method
            self.target = target
            self.values = values
        }

        var testDescription: String { String(decoding: bytes.prefix(60), as: UTF8.self).debugDescription }
    }

    static let rows: [Row] = [
        // Methods: every token is one, known or not.
        Row("GET / HTTP/1.1", "Host: h"),
        Row("HEAD / HTTP/1.1", "Host: h", method: "HEAD"),
        Row("POST / HTTP/1.1", "Host: h", method: "POST"),
        Row("OPTIONS * HTTP/1.1", "Host: h", method: "OPTIONS", target: "*"),
        Row("CONNECT h:443 HTTP/1.1", "Host: h:443", method: "CONNECT", target: "h:443", values: ["h:443"]),
        Row("CONNECT / HTTP/1.1", "Host: h", method: "CONNECT"),
        Row("BREW / HTTP/1.1", "Host: h", method: "BREW"),
        Row("get / HTTP/1.1", "Host: h", method: "get"),
        Row("!#$%&'*+-.^_`|~09 / HTTP/1.1", "Host: h", method: "!#$%&'*+-.^_`|~09"),
        // Targets.
        Row("GET /a/b?c=d&e HTTP/1.1", "Host: h", target: "/a/b?c=d&e"),
        Row("GET // HTTP/1.1", "Host: h", target: "//"),
        Row("GET /../%2e%2E/;x\\y#z HTTP/1.1", "Host: h", target: "/../%2e%2E/;x\\y#z"),
        Row("GET /%zz%0 HTTP/1.1", "Host: h", target: "/%zz%0"),
        Row("GET /\"<>[]^`{|}~ HTTP/1.1", "Host: h", target: "/\"<>[]^`{|}~"),
        Row("GET http://h/a?b HTTP/1.1", "Host: h", target: "http://h/a?b"),
        Row("GET HTTPS://h:8443/ HTTP/1.1", "Host: h", target: "HTTPS://h:8443/"),
        Row("GET http://h HTTP/1.1", "Host: h", target: "http://h"),
        Row("GET http://h?q HTTP/1.1", "Host: h", target: "http://h?q"),
        Row("GET http://[::1]:80/ HTTP/1.1", "Host: h", target: "http://[::1]:80/"),
        Row("GET h:80 HTTP/1.1", "Host: h", target: "h:80"),
        Row("GET * HTTP/1.1", "Host: h", target: "*"),
        // Versions.
        Row("GET / HTTP/1.0", values: []),
        Row("GET / HTTP/1.0", "Host: h"),
        Row("GET / HTTP/1.0", "Host:", values: [""]),
        // Hosts.
        Row("GET / HTTP/1.1", "Host: example.com", values: ["example.com"]),
        Row("GET / HTTP/1.1", "Host: example.com:8080", values: ["example.com:8080"]),
        Row("GET / HTTP/1.1", "Host: example.com:", values: ["example.com:"]),
        Row("GET / HTTP/1.1", "Host: 127.0.0.1:9090", values: ["127.0.0.1:9090"]),
        Row("GET / HTTP/1.1", "Host: [::1]", values: ["[::1]"]),
        Row("GET / HTTP/1.1", "Host: [fe80::1.2.3.4]:65535", values: ["[fe80::1.2.3.4]:65535"]),
        Row("GET / HTTP/1.1", "Host: my_upstream", values: ["my_upstream"]),
        Row("GET / HTTP/1.1", "Host: a%20b", values: ["a%20b"]),
        Row("GET / HTTP/1.1", "HOST: h"),
        Row("GET / HTTP/1.1", "hOsT:h"),
        // Header fields.
        Row("GET / HTTP/1.1", "Host: h", "A: b", values: ["h", "b"]),
        Row("GET / HTTP/1.1", "Host: h", "A:", values: ["h", ""]),
        Row("GET / HTTP/1.1", "Host: h", "A:   ", values: ["h", ""]),
        Row("GET / HTTP/1.1", "Host: h", "A: \t b c\t ", values: ["h", "b c"]),
        Row("GET / HTTP/1.1", "Host: h", "A: b\tc", values: ["h", "b\tc"]),
        Row("GET / HTTP/1.1", "Host: h", "A: b: c:d", values: ["h", "b: c:d"]),
        Row("GET / HTTP/1.1", "Host: h", "A: é", values: ["h", "é"]),
        Row("GET / HTTP/1.1", "Host: h", "A: 1", "A: 2", values: ["h", "1", "2"]),
        Row("GET / HTTP/1.1", "Host: h", "!#$%&'*+-.^_`|~09: x", values: ["h", "x"]),
        Row("GET / HTTP/1.1", "Host: h", "X_Auth_Subject: x", values: ["h", "x"]),
        Row("GET / HTTP/1.1", "Host: h", "Expect: 100-continue", values: ["h", "100-continue"]),
        Row("GET / HTTP/1.1", "Host: h", "Upgrade: websocket", values: ["h", "websocket"]),
        // Bodies.
        Row("GET / HTTP/1.1", "Host: h", "Content-Length: 0", values: ["h", "0"]),
        Row("POST / HTTP/1.1", "Host: h", "Content-Length: 10", method: "POST", values: ["h", "10"]),
        Row("GET / HTTP/1.1", "Host: h", "Content-Length: 007", values: ["h", "007"]),
        Row(
            "GET / HTTP/1.1",
            "Host: h",
            "Content-Length: 9223372036854775807",
            values: ["h", "9223372036854775807"]
        ),
        Row("GET / HTTP/1.0", "Content-Length: 5", values: ["5"]),
        Row("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", method: "POST", values: ["h", "chunked"]),
        Row("GET / HTTP/1.1", "Host: h", "transfer-encoding:CHUNKED", values: ["h", "CHUNKED"]),
        Row("GET / HTTP/1.1", "Host: h", "Transfer-Encoding: gzip, chunked", values: ["h", "gzip, chunked"]),
        // One empty line may come first.
        Row("", "GET / HTTP/1.1", "Host: h"),
    ]

    @Test("A good head is read whole", arguments: rows)
    func accepts(row: Row) {
        let parsed = ParsedHead(row.bytes)
        guard case .head(let method, let target, let fields, let length) = parsed else {
            Issue.record("\(parsed)")
            return
        }
        #expect(method == row.method)
        #expect(target == row.target)
        #expect(fields.map(\.value) == row.values)
        #expect(length == row.bytes.count)
    }

    @Test("Pieces of any size give the same head", arguments: rows)
    func acceptsInPieces(row: Row) {
        let whole = ParsedHead(row.bytes)
        for step in [1, 2, 3, 7, 16] { #expect(ParsedHead(row.bytes, step: step) == whole) }
    }

    @Test("A head ends where the next message begins", arguments: rows)
    func leavesTheNextMessage(row: Row) {
        #expect(ParsedHead(row.bytes + Array("GET /next HTTP/1.1\r\n\r\n".utf8)) == ParsedHead(row.bytes))
    }

    @Test("A head without its last byte is not finished", arguments: rows)
    func waitsForTheLastByte(row: Row) {
        #expect(ParsedHead(row.bytes.dropLast()) == .needMore)
        #expect(ParsedHead(row.bytes.dropLast(), step: 1) == .needMore)
    }
}

extension ParsedHead {
    fileprivate init(_ bytes: ArraySlice<UInt8>, step: Int = .max) {
        self.init(Array(bytes), step: step)
    }
}
