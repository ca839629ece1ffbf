internal import JOSE

/// A place where a token may stand, ready to be looked at.
enum TokenPlace {
    case header(name: [UInt8], scheme: [UInt8])
    case cookie(name: [UInt8])
    case query(name: [UInt8])

    enum Finding {
        case nothing
        /// The place was given twice, or joined with another of its kind.
        case several
        case one(Content)
    }

    /// Where a token's text stands in the request.
    struct Content {
        let range: Range<Int>
        /// Whether the text is the token's percent-encoding.
        let isEncoded: Bool

        var reader: PercentDecoder { PercentDecoder(range, isEncoded: isEncoded) }

        func isSame(as other: Content, in bytes: Span<UInt8>) -> Bool {
            var mine = reader
            var theirs = other.reader
            while let byte = mine.next(in: bytes) {
                guard theirs.next(in: bytes) == byte else { return false }
            }
            return theirs.next(in: bytes) == nil
        }
    }

    init(_ source: TokenSource) {
        self =
            switch source {
            case .header(let name, let scheme):
                .header(name: ASCII.lowercased(name), scheme: ASCII.lowercased(scheme))
            case .cookie(let name): .cookie(name: Array(name.utf8))
            case .query(let name): .query(name: Array(name.utf8))
            }
    }

    func look(in request: borrowing Subrequest, _ bytes: Span<UInt8>) -> Finding {
        switch self {
        case .header(let name, let scheme): return Self.inHeader(name, scheme, request, bytes)
        case .cookie(let name): return Self.inCookies(name, request, bytes)
        case .query(let name):
            guard case .origin(let target) = request.target else { return .nothing }
            return Self.inQuery(name, of: target, bytes)
        }
    }

    /// The whole text of a header or cookie as a token.
    private static func whole(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Finding {
        guard !value.isEmpty else { return .nothing }
        // Some proxies join repeated headers with a comma, which no token contains.
        if bytes.extracting(value).contains(UInt8(ascii: ",")) { return .several }
        return .one(Content(range: value, isEncoded: false))
    }

    // MARK: Headers (RFC 6750 section 2.1)

    private static func inHeader(
        _ name: [UInt8],
        _ scheme: [UInt8],
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>
    ) -> Finding {
        var found: Range<Int>?
        for field in request.fields where ASCII.equalIgnoringCase(bytes, field.name, name) {
            guard found == nil else { return .several }
            found = field.value
        }
        guard var value = found else { return .nothing }
        if !scheme.isEmpty {
            let end = value.lowerBound + scheme.count
            guard end < value.upperBound, bytes[end] == UInt8(ascii: " "),
                ASCII.equalIgnoringCase(bytes, value.lowerBound..<end, scheme)
            else { return .nothing }
            value = end..<value.upperBound
            while let first = value.first, bytes[first] == UInt8(ascii: " ") { value = first + 1..<value.upperBound }
        }
        return whole(value, bytes)
    }

    // MARK: Cookies (RFC 6265 sections 4.2.1 and 5.4)

    private static let cookieHeader = Array("cookie".utf8)

    private static func inCookies(_ name: [UInt8], _ request: borrowing Subrequest, _ bytes: Span<UInt8>) -> Finding {
        var found: Range<Int>?
        for field in request.fields where ASCII.equalIgnoringCase(bytes, field.name, cookieHeader) {
            var start = field.value.lowerBound
            while start < field.value.upperBound {
                var end = start
                while end < field.value.upperBound, bytes[end] != UInt8(ascii: ";") { end += 1 }
                if let value = cookieValue(name, trimmed(start..<end, bytes), bytes) {
                    guard found == nil else { return .several }
                    found = value
                }
                start = end + 1
            }
        }
        return found.map { whole($0, bytes) } ?? .nothing
    }

    private static func trimmed(_ part: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        var part = part
        while let first = part.first, bytes[first] == 0x20 || bytes[first] == 0x09 {
            part = first + 1..<part.upperBound
        }
        while let last = part.last, bytes[last] == 0x20 || bytes[last] == 0x09 { part = part.lowerBound..<last }
        return part
    }

    private static func cookieValue(_ name: [UInt8], _ pair: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int>? {
        let equals = pair.lowerBound + name.count
        guard equals < pair.upperBound, bytes[equals] == UInt8(ascii: "="),
            ASCII.equal(bytes, pair.lowerBound..<equals, name)
        else { return nil }
        let value = equals + 1..<pair.upperBound
        let quote = UInt8(ascii: "\"")
        guard value.count >= 2, bytes[value.lowerBound] == quote, bytes[value.upperBound - 1] == quote else {
            return value
        }
        return value.lowerBound + 1..<value.upperBound - 1
    }

    // MARK: Query (RFC 6750 section 2.3)

    private static func inQuery(_ name: [UInt8], of target: Range<Int>, _ bytes: Span<UInt8>) -> Finding {
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
        let isEncoded = value.contains { bytes[$0] == UInt8(ascii: "%") }
        return .one(Content(range: value, isEncoded: isEncoded))
    }

    private static func isName(_ part: Range<Int>, _ name: [UInt8], _ bytes: Span<UInt8>) -> Bool {
        // An encoding is never shorter than what it stands for.
        guard part.count >= name.count else { return false }
        var reader = PercentDecoder(part, isEncoded: true)
        for byte in name where reader.next(in: bytes) != byte { return false }
        return reader.next(in: bytes) == nil
    }
}
