/// Classes of bytes in HTTP messages, as bit sets in two words.
extension UInt8 {
    /// Whether the byte may stand in a token (RFC 9110 section 5.6.2).
    @inline(__always)
    package var isToken: Bool {
        // "!#$%&'*+-." and digits; letters, "^_`|~".
        isMember(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)
    }

    /// Whether the byte may stand in a registered name: unreserved or sub-delims (RFC 3986 section 3.2.2).
    @inline(__always)
    var isRegisteredName: Bool {
        // "!$&'()*+,-.;=" and digits; letters, "_~".
        isMember(low: 0x2bff_7fd2_0000_0000, high: 0x47ff_fffe_87ff_fffe)
    }

    @inline(__always)
    var isOptionalWhiteSpace: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }

    @inline(__always)
    var isDigit: Bool {
        self &- UInt8(ascii: "0") < 10
    }

    @inline(__always)
    var isHexDigit: Bool {
        isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6
    }

    @inline(__always)
    private func isMember(low: UInt64, high: UInt64) -> Bool {
        guard self < 128 else { return false }
        return (self < 64 ? low : high) >> UInt64(self & 63) & 1 == 1
    }
}
