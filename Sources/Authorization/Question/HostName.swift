internal import Bytes

/// Host names as rules compare them: without case, port and one final dot.
enum HostName {
    /// A host from the configuration.
    static func canonical(_ text: String) -> [UInt8] {
        let name = ASCII.lowercased(text)
        return name.count > 1 && name.last == UInt8(ascii: ".") ? name.dropLast() : name
    }

    /// The name in a request's `host`, `host:port` or `[v6]:port` (RFC 9110 section 7.2), as it was sent.
    ///
    /// - Returns: nil for a host that servers may interpret differently: with `%`, a list, two final dots.
    static func find(in host: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int>? {
        var name = withoutPort(host, bytes)
        guard let first = name.first else { return nil }
        if bytes[first] == UInt8(ascii: "[") {
            return bytes[name.upperBound - 1] == UInt8(ascii: "]") ? name : nil
        }
        guard name.allSatisfy({ isNameByte(bytes[$0]) }) else { return nil }
        if bytes[name.upperBound - 1] == UInt8(ascii: ".") { name = name.dropLast() }
        guard let last = name.last, bytes[last] != UInt8(ascii: ".") else { return nil }
        return name
    }

    private static func withoutPort(_ host: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        var at = host.upperBound
        while at > host.lowerBound {
            let byte = bytes[at - 1]
            if byte == UInt8(ascii: ":") { return host.lowerBound..<at - 1 }
            guard 0x30...0x39 ~= byte else { break }
            at -= 1
        }
        return host
    }

    /// Whether a byte is allowed in names: unreserved characters (RFC 3986 section 2.3).
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
