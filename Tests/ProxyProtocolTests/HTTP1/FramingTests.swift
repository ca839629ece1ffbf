import Testing

@testable import ProxyProtocol

@Suite("What a head says about its message and connection")
struct FramingTests {
    static func read(_ lines: String...) throws -> RequestHead {
        let bytes = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
        var parser = RequestHeadParser()
        try #require(parser.parse(bytes.span, limits: ParsedHead.limits) == .head(length: bytes.count))
        return parser.head
    }

    @Test("A body is declared by a length above zero and by a transfer coding")
    func declaresBody() throws {
        #expect(try !Self.read("GET / HTTP/1.1", "Host: h").declaresBody)
        #expect(try !Self.read("GET / HTTP/1.1", "Host: h", "Content-Length: 0").declaresBody)
        #expect(try !Self.read("GET / HTTP/1.1", "Host: h", "Content-Length: 000").declaresBody)
        #expect(try Self.read("GET / HTTP/1.1", "Host: h", "Content-Length: 1").declaresBody)
        #expect(try Self.read("GET / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked").declaresBody)
    }

    @Test("1.1 keeps the connection unless told to close")
    func keepsAlive() throws {
        #expect(try Self.read("GET / HTTP/1.1", "Host: h").keepsAlive)
        #expect(try Self.read("GET / HTTP/1.1", "Host: h", "Connection: keep-alive").keepsAlive)
        #expect(try Self.read("GET / HTTP/1.1", "Host: h", "Connection: Upgrade").keepsAlive)
        #expect(try Self.read("GET / HTTP/1.1", "Host: h", "Connection: closed").keepsAlive)
        #expect(try Self.read("GET / HTTP/1.1", "Host: h", "Connection:").keepsAlive)
        #expect(try !Self.read("GET / HTTP/1.1", "Host: h", "Connection: close").keepsAlive)
        #expect(try !Self.read("GET / HTTP/1.1", "Host: h", "connection: TE , CLOSE").keepsAlive)
        #expect(try !Self.read("GET / HTTP/1.1", "Host: h", "Connection: TE", "Connection: close").keepsAlive)
    }

    @Test("1.0 keeps the connection only when asked")
    func keepsAliveOn10() throws {
        #expect(try !Self.read("GET / HTTP/1.0").keepsAlive)
        #expect(try !Self.read("GET / HTTP/1.0", "Connection: close").keepsAlive)
        #expect(try !Self.read("GET / HTTP/1.0", "Connection: keep-alive, close").keepsAlive)
        #expect(try Self.read("GET / HTTP/1.0", "Connection: Keep-Alive").keepsAlive)
    }

    @Test("The host is the target's own if it has one, else that of the field")
    func findsHost() throws {
        let field = head("GET / HTTP/1.1", "Host: field")
        let absolute = head("GET http://target:80/ HTTP/1.1", "Host: field")
        for (bytes, host) in [(field, "field"), (absolute, "target:80")] {
            var parser = RequestHeadParser()
            _ = parser.parse(bytes.span, limits: ParsedHead.limits)
            #expect(parser.head.host.map { ParsedHead.text(bytes, $0) } == host)
        }
        #expect(try Self.read("GET / HTTP/1.0").host == nil)
        #expect(try Self.read("GET / HTTP/1.0", "Host:").host == nil)
    }

    @Test("A parser that is made ready again remembers nothing")
    func resets() {
        var parser = RequestHeadParser()
        let first = head("GET http://a/ HTTP/1.0", "Connection: keep-alive", "Content-Length: 5")
        let second = head("GET / HTTP/1.1", "Host: b")
        _ = parser.parse(first.span, limits: ParsedHead.limits)
        parser.reset()
        #expect(!parser.isUnderWay)
        #expect(parser.parse(second.span, limits: ParsedHead.limits) == .head(length: second.count))
        #expect(parser.head.fields.count == 1)
        #expect(!parser.head.isVersion10)
        #expect(!parser.head.declaresBody)
        #expect(parser.head.host.map { ParsedHead.text(second, $0) } == "b")
    }
}
