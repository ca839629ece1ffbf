internal import Bytes

/// A cookie source of ``TokenSource`` compiled: a token, whole or in chunks (RFC 6265 sections 4.2.1 and 5.4).
struct CookieTokenSource {
    private let name: [UInt8]
    /// Nil for the plain value; otherwise it is percent-decoded first.
    private let credentials: Credentials?
    private let isChunked: Bool

    init(name: String, scheme: String?, isChunked: Bool) {
        self.name = Array(name.utf8)
        credentials = scheme.map { Credentials(scheme: $0) }
        self.isChunked = isChunked
    }

    private static let header = Array("cookie".utf8)

    private struct Chunk {
        let number: Int
        let value: Range<Int>
    }

    func look(in request: borrowing Subrequest, _ bytes: Span<UInt8>) -> CompiledTokenSource.Result {
        var whole: Range<Int>?
        var chunks: [Chunk] = []
        for field in request.fields where ASCII.equalIgnoringCase(bytes, field.name, Self.header) {
            var start = field.value.lowerBound
            while start < field.value.upperBound {
                var end = start
                while end < field.value.upperBound, bytes[end] != UInt8(ascii: ";") { end += 1 }
                let pair = bytes.trimmed(start..<end)
                start = end + 1
                guard pair.count > name.count, ASCII.equal(bytes, pair.prefix(name.count), name) else { continue }
                let rest = pair.dropFirst(name.count)
                if let value = Self.value(rest, bytes) {
                    guard whole.map({ Self.isSame($0, value, bytes) }) ?? true else { return .several }
                    whole = value
                } else if isChunked, let chunk = Self.chunk(rest, bytes) {
                    chunks.append(chunk)
                }
            }
        }
        let found = whole.map { token(in: $0, bytes) } ?? .nothing
        guard !chunks.isEmpty else { return found }
        return join(found, chunks, bytes)
    }

    // MARK: Pairs

    /// The value after `=`, without quotes; nil for another name and for an empty value.
    private static func value(_ rest: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int>? {
        guard let first = rest.first, bytes[first] == UInt8(ascii: "=") else { return nil }
        var value = rest.dropFirst()
        let quote = UInt8(ascii: "\"")
        if value.count >= 2, bytes[value.lowerBound] == quote, bytes[value.upperBound - 1] == quote {
            value = value.dropFirst().dropLast()
        }
        return value.isEmpty ? nil : value
    }

    /// The chunk of `.NUMBER=value`; nil for another name and for an empty value.
    private static func chunk(_ rest: Range<Int>, _ bytes: Span<UInt8>) -> Chunk? {
        guard let first = rest.first, bytes[first] == UInt8(ascii: ".") else { return nil }
        let digits = rest.dropFirst().prefix { 0x30...0x39 ~= bytes[$0] }
        // With a leading zero it is another name.
        guard let leading = digits.first, digits.count == 1 || bytes[leading] != 0x30,
            let value = value(digits.upperBound..<rest.upperBound, bytes)
        else { return nil }
        // A longer number is a gap in any case.
        return Chunk(number: digits.prefix(9).reduce(0) { $0 * 10 + Int(bytes[$1] - 0x30) }, value: value)
    }

    private static func isSame(_ first: Range<Int>, _ second: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { bytes[$0] == bytes[$1] }
    }

    // MARK: Tokens

    private func token(in value: Range<Int>, _ bytes: Span<UInt8>) -> CompiledTokenSource.Result {
        guard let credentials else { return Credentials.bare.token(in: value, bytes) }
        let text = PercentDecoder.decode(value, bytes)
        switch credentials.token(in: text.indices, text.span) {
        case .one(let range): return .decoded(Array(text[range]))
        case let other: return other
        }
    }

    /// The token of the chunks, if it equals that of the whole cookie or there is no whole cookie.
    private func join(_ found: CompiledTokenSource.Result, _ chunks: [Chunk], _ bytes: Span<UInt8>)
        -> CompiledTokenSource.Result
    {
        var text: [UInt8] = []
        var last: Chunk?
        for chunk in chunks.sorted(by: { $0.number < $1.number }) {
            if let last, last.number == chunk.number {
                guard Self.isSame(last.value, chunk.value, bytes) else { return .several }
                continue
            }
            guard chunk.number == (last.map { $0.number + 1 } ?? 0) else { return .malformed }
            text += chunk.value.map { bytes[$0] }
            last = chunk
        }
        let joined: CompiledTokenSource.Result
        switch token(in: text.indices, text.span) {
        case .one(let range): joined = .decoded(Array(text[range]))
        case let other: joined = other
        }
        switch (found, joined) {
        case (.nothing, _): return joined
        case (_, .nothing), (.several, _), (.malformed, _): return found
        case (.one(let range), .decoded(let token)):
            return range.map { bytes[$0] } == token ? joined : .several
        case (.decoded(let whole), .decoded(let token)): return whole == token ? joined : .several
        default: return joined
        }
    }
}
