import Bytes

/// The syntax of a host with an optional port (RFC 9110 section 7.2, RFC 3986 section 3.2.2).
enum HostSyntax {
    /// Whether the bytes are a non-empty host with an optional port.
    static func isValid(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let hostEnd = endOfHost(bytes, range) else { return false }
        return hostEnd == range.upperBound || isPort(bytes, hostEnd..<range.upperBound)
    }

    /// Whether the bytes are a host and a non-empty port: the authority form (RFC 9112 section 3.2.3).
    static func hasHostAndPort(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let hostEnd = endOfHost(bytes, range) else { return false }
        return hostEnd + 1 < range.upperBound && isPort(bytes, hostEnd..<range.upperBound)
    }

    private static func endOfHost(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let start = range.lowerBound
        guard start < range.upperBound else { return nil }
        if bytes[start] == UInt8(ascii: "[") { return endOfLiteral(bytes, range) }
        var index = start
        while index < range.upperBound {
            let byte = bytes[index]
            if byte.isRegisteredName {
                index += 1
            } else if bytes.percentDecoded(at: index, before: range.upperBound) != nil {
                index += 3
            } else {
                break
            }
        }
        return index > start ? index : nil
    }

    /// The end of an IP literal; only its characters are checked.
    private static func endOfLiteral(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var index = range.lowerBound + 1
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "]") { return index > range.lowerBound + 1 ? index + 1 : nil }
            guard byte.isHexDigit || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") else { return nil }
            index += 1
        }
        return nil
    }

    private static func isPort(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count <= 6, bytes[range.lowerBound] == UInt8(ascii: ":") else { return false }
        var port = 0
        for index in range.dropFirst() {
            guard bytes[index].isDigit else { return false }
            port = port * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        return port <= 65535
    }
}
