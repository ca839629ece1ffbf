internal import Bytes

/// ``TokenSource`` compiled for comparison with bytes.
enum CompiledTokenSource {
    case header(name: [UInt8], Credentials)
    case cookie(CookieTokenSource)
    case query(name: [UInt8])
    case webSocketProtocol

    /// What a source contains.
    enum Result: Equatable {
        case nothing
        /// The source is repeated, or was joined by a proxy.
        case several
        /// The source has a value that should contain a token but does not.
        case malformed
        /// The range of the token in the request.
        case one(Range<Int>)
        /// The token after decoding.
        case decoded([UInt8])
    }

    init(_ source: TokenSource) {
        self =
            switch source {
            case .header(let name, let scheme): .header(name: ASCII.lowercased(name), Credentials(scheme: scheme))
            case .cookie(let name, let scheme, let isChunked):
                .cookie(CookieTokenSource(name: name, scheme: scheme, isChunked: isChunked))
            case .query(let name): .query(name: Array(name.utf8))
            case .webSocketProtocol: .webSocketProtocol
            }
    }

    func look(in request: borrowing Subrequest, _ bytes: Span<UInt8>) -> Result {
        switch self {
        case .header(let name, let credentials): return Self.inHeader(name, credentials, request, bytes)
        case .cookie(let source): return source.look(in: request, bytes)
        case .query(let name):
            guard case .origin(let target) = request.target else { return .nothing }
            return Self.inQuery(name, of: target, bytes)
        case .webSocketProtocol: return WebSocketProtocol.look(in: request, bytes)
        }
    }

    // MARK: Headers (RFC 6750 section 2.1)

    private static func inHeader(
        _ name: [UInt8],
        _ credentials: Credentials,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>
    ) -> Result {
        var found: Range<Int>?
        for field in request.fields where ASCII.equalIgnoringCase(bytes, field.name, name) {
            guard found == nil else { return .several }
            found = field.value
        }
        return found.map { credentials.token(in: $0, bytes) } ?? .nothing
    }

    // MARK: Query (RFC 6750 section 2.3)

    private static func inQuery(_ name: [UInt8], of target: Range<Int>, _ bytes: Span<UInt8>) -> Result {
        var start = target.first { bytes[$0] == UInt8(ascii: "?") }.map { $0 + 1 } ?? target.upperBound
        var found: Range<Int>?
        while start < target.upperBound {
            var end = start
            while end < target.upperBound, bytes[end] != UInt8(ascii: "&") { end += 1 }
            var equals = start
            while equals < end, bytes[equals] != UInt8(ascii: "=") { equals += 1 }
            if isName(start..<equals, name, bytes) {
                guard found == nil else { return .several }
                found = min(equals + 1, end)..<end
            }
            start = end + 1
        }
        guard let value = found, !value.isEmpty else { return .nothing }
        guard value.contains(where: { bytes[$0] == UInt8(ascii: "%") }) else { return .one(value) }
        return .decoded(PercentDecoder.decode(value, bytes))
    }

    private static func isName(_ part: Range<Int>, _ name: [UInt8], _ bytes: Span<UInt8>) -> Bool {
        // An encoded name is never shorter than the name.
        guard part.count >= name.count else { return false }
        var reader = PercentDecoder(part)
        for byte in name where reader.next(in: bytes) != byte { return false }
        return reader.next(in: bytes) == nil
    }
}
