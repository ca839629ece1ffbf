/// Finds the token of a request in the places that the operator listed.
struct TokenFinder {
    enum Finding: Equatable {
        case missing
        case ambiguous
        /// The token stands in the request's own bytes.
        case inRequest(Range<Int>)
        /// The token had to be decoded and stands in ``decoded``.
        case inDecoded
    }

    private enum Place {
        case header(name: [UInt8], scheme: [UInt8])
        case cookie(name: [UInt8])
        case query(name: [UInt8])
    }

    private let places: [Place]
    /// A token that was percent-decoded; kept for reuse.
    private(set) var decoded: [UInt8] = []

    init(_ sources: [TokenSource]) {
        places = sources.map { source in
            switch source {
            case .header(let name, let scheme):
                .header(name: ASCII.lowercased(name), scheme: ASCII.lowercased(scheme))
            case .cookie(let name): .cookie(name: Array(name.utf8))
            case .query(let name): .query(name: Array(name.utf8))
            }
        }
    }

    /// Looks in every place: the same token in several is one token, different ones are ambiguous.
    mutating func find(_ request: borrowing Subrequest, in bytes: Span<UInt8>) -> Finding {
        var found = Finding.missing
        for place in places {
            let here: Finding
            switch place {
            case .header(let name, let scheme):
                here = Self.inHeader(name, scheme, request, bytes)
            case .cookie(let name):
                here = Self.inCookies(name, request, bytes)
            case .query(let name):
                guard case .origin(let target) = request.target else { continue }
                here = inQuery(name, of: target, bytes, keeping: found)
            }
            switch (found, here) {
            case (_, .missing): continue
            case (_, .ambiguous): return .ambiguous
            case (.missing, _): found = here
            default:
                guard isSame(found, here, bytes) else { return .ambiguous }
            }
        }
        return found
    }

    private func isSame(_ one: Finding, _ other: Finding, _ bytes: Span<UInt8>) -> Bool {
        switch (one, other) {
        case (.inRequest(let a), .inRequest(let b)):
            guard a.count == b.count else { return false }
            for offset in 0..<a.count where bytes[a.lowerBound + offset] != bytes[b.lowerBound + offset] {
                return false
            }
            return true
        case (.inRequest(let range), .inDecoded), (.inDecoded, .inRequest(let range)):
            return ASCII.equal(bytes, range, decoded)
        default:
            return true
        }
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
            guard found == nil else { return .ambiguous }
            found = field.value
        }
        guard var value = found else { return .missing }
        if !scheme.isEmpty {
            let end = value.lowerBound + scheme.count
            guard end < value.upperBound, bytes[end] == UInt8(ascii: " "),
                ASCII.equalIgnoringCase(bytes, value.lowerBound..<end, scheme)
            else { return .missing }
            value = end..<value.upperBound
            while let first = value.first, bytes[first] == UInt8(ascii: " ") { value = first + 1..<value.upperBound }
        }
        return only(value, bytes)
    }

    /// A place's whole value as a token.
    private static func only(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Finding {
        guard !value.isEmpty else { return .missing }
        // Some proxies join repeated headers with a comma, which no token contains.
        for position in value where bytes[position] == UInt8(ascii: ",") { return .ambiguous }
        return .inRequest(value)
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
                    guard found == nil else { return .ambiguous }
                    found = value
                }
                start = end + 1
            }
        }
        return found.map { only($0, bytes) } ?? .missing
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

    private mutating func inQuery(
        _ name: [UInt8],
        of target: Range<Int>,
        _ bytes: Span<UInt8>,
        keeping found: Finding
    ) -> Finding {
        var start = target.lowerBound
        while start < target.upperBound, bytes[start] != UInt8(ascii: "?") { start += 1 }
        start += 1
        var only: [UInt8]?
        while start < target.upperBound {
            var end = start
            while end < target.upperBound, bytes[end] != UInt8(ascii: "&") { end += 1 }
            var equals = start
            while equals < end, bytes[equals] != UInt8(ascii: "=") { equals += 1 }
            if Self.percentDecoded(bytes, start..<equals) == name {
                guard only == nil else { return .ambiguous }
                only = Self.percentDecoded(bytes, min(equals + 1, end)..<end)
            }
            start = end + 1
        }
        guard let token = only, !token.isEmpty else { return .missing }
        if case .inDecoded = found { return token == decoded ? .inDecoded : .ambiguous }
        decoded = token
        return .inDecoded
    }

    /// Broken percent-encoding stays as it is: `%` is in no token, so it is refused as malformed later.
    private static func percentDecoded(_ bytes: Span<UInt8>, _ part: Range<Int>) -> [UInt8] {
        var output: [UInt8] = []
        var at = part.lowerBound
        while at < part.upperBound {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < part.upperBound, let high = ASCII.hexValue(bytes[at + 1]),
                let low = ASCII.hexValue(bytes[at + 2])
            {
                output.append(high << 4 | low)
                at += 3
            } else {
                output.append(bytes[at])
                at += 1
            }
        }
        return output
    }
}
