import Testing

@testable import ProxyProtocol

@Suite("Limits of request heads")
struct HeadLimitTests {
    static func fields(_ count: Int) -> [UInt8] {
        Array("GET / HTTP/1.1\r\nHost: h\r\n".utf8)
            + (1..<count).flatMap { Array("A\($0): b\r\n".utf8) } + Array("\r\n".utf8)
    }

    static func sized(_ count: Int) -> [UInt8] {
        let frame = head("GET / HTTP/1.1", "Host: h", "A: ")
        return Array("GET / HTTP/1.1\r\nHost: h\r\nA: ".utf8)
            + Array(repeating: UInt8(ascii: "v"), count: count - frame.count) + Array("\r\n\r\n".utf8)
    }

    @Test("100 fields pass, the 101st is 431")
    func countsFields() {
        guard case .head(_, _, let fields, _) = ParsedHead(Self.fields(100)) else {
            Issue.record("refused")
            return
        }
        #expect(fields.count == 100)
        #expect(ParsedHead(Self.fields(101)) == .bad(431))
        #expect(ParsedHead(Self.fields(101), step: 1) == .bad(431))
        #expect(ParsedHead(Self.fields(1000)) == .bad(431))
    }

    @Test("A head of exactly the limit passes, a byte more is 431", arguments: [Int.max, 1, 1000])
    func countsBytes(step: Int) {
        let limits = HeadLimits(bytes: 4096, fields: 100)
        guard case .head(_, _, _, let length) = ParsedHead(Self.sized(4096), step: step, limits: limits) else {
            Issue.record("refused")
            return
        }
        #expect(length == 4096)
        #expect(ParsedHead(Self.sized(4097), step: step, limits: limits) == .bad(431))
    }

    @Test("A line without an end is 431 as soon as it is too long")
    func refusesEndlessLines() {
        let limits = HeadLimits(bytes: 4096, fields: 100)
        for start in ["G", "GET /", "GET / HTTP/1.1\r\nHost: h\r\nA", "GET / HTTP/1.1\r\nHost: h\r\nA: b"] {
            let bytes = Array(start.utf8) + Array(repeating: UInt8(ascii: "x"), count: 5000)
            #expect(ParsedHead(Array(bytes.prefix(4096)), step: 64, limits: limits) == .needMore)
            #expect(ParsedHead(Array(bytes.prefix(4097)), step: 64, limits: limits) == .bad(431))
        }
    }

    @Test("A long head that comes byte by byte is still read")
    func readsByteByByte() {
        let bytes = Self.sized(32768)
        #expect(ParsedHead(bytes, step: 1) == ParsedHead(bytes))
    }
}
