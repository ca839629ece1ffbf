import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import ProxyProtocol

@Suite("The parser beside NIOHTTP1's")
struct DifferentialTests {
    /// What NIOHTTP1 makes of the bytes; nil when it refuses them or wants more.
    static func oracle(_ bytes: [UInt8]) -> ParsedHead? {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
        )
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        guard (try? channel.writeInbound(ByteBuffer(bytes: bytes))) != nil,
            case .head(let head)? = try? channel.readInbound(as: HTTPServerRequestPart.self)
        else { return nil }
        return .head(
            method: head.method.rawValue,
            target: head.uri,
            fields: head.headers.map { .init(name: $0.name, value: trimmed($0.value)) },
            length: bytes.count
        )
    }

    /// The oracle leaves tabs at a value's end, which RFC 9110 section 5.5 takes off.
    private static func trimmed(_ value: String) -> String {
        String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// Where the contract is wider than the oracle: methods that it does not know, and targets of a form that it allows
    /// with other methods only.
    static func isBeyondOracle(_ head: RequestHead, _ method: String) -> Bool {
        if HTTPMethod.allKnown.allSatisfy({ $0.rawValue != method }) { return true }
        if case .authority = head.target { return true }
        return false
    }

    @Test("What is accepted, NIOHTTP1 reads in the same way", arguments: [1, 2, 3, 4] as [UInt64])
    func agrees(seed: UInt64) {
        var generator = HeadGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<10000 {
            let bytes = generator.next()
            let parsed = ParsedHead(bytes)
            guard case .head(let method, let target, let fields, let length) = parsed else { continue }
            var parser = RequestHeadParser()
            _ = parser.parse(bytes.span, limits: ParsedHead.limits)
            if Self.isBeyondOracle(parser.head, method) { continue }
            accepted += 1
            // Bytes after the head belong to the next message, which may be anything.
            let expected = Self.oracle(Array(bytes[..<length]))
            let found = ParsedHead.head(method: method, target: target, fields: fields, length: length)
            #expect(expected == found, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        // The test means nothing if the generator makes too few good heads.
        #expect(accepted > 500)
    }

    @Test("Every head of the table is read by NIOHTTP1 in the same way", arguments: AcceptedHeadTests.rows)
    func agreesOnTable(row: AcceptedHeadTests.Row) {
        var parser = RequestHeadParser()
        _ = parser.parse(row.bytes.span, limits: ParsedHead.limits)
        if Self.isBeyondOracle(parser.head, row.method) || row.method == "CONNECT" { return }
        #expect(Self.oracle(row.bytes) == ParsedHead(row.bytes))
    }
}

extension HTTPMethod {
    /// The methods that have a case of their own.
    fileprivate static let allKnown: [HTTPMethod] = [
        .GET, .PUT, .ACL, .HEAD, .POST, .COPY, .LOCK, .MOVE, .BIND, .LINK, .PATCH, .TRACE, .MKCOL, .MERGE, .PURGE,
        .NOTIFY, .SEARCH, .UNLOCK, .REBIND, .UNBIND, .REPORT, .DELETE, .UNLINK, .CONNECT, .MSEARCH, .OPTIONS,
        .PROPFIND, .CHECKOUT, .PROPPATCH, .SUBSCRIBE, .MKCALENDAR, .MKACTIVITY, .UNSUBSCRIBE, .SOURCE,
    ]
}
