/// Classes of ASCII bytes in HTTP messages and URLs, as bit sets in two words.
extension UInt8 {
    /// Whether the byte is allowed in a token (RFC 9110 section 5.6.2).
    @inlinable @inline(__always)
    package var isToken: Bool {
        // "!#$%&'*+-." and digits; letters, "^_`|~".
        isMember(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)
    }

    /// Whether the byte is allowed in a registered name: unreserved or sub-delims (RFC 3986 section 3.2.2).
    @inlinable @inline(__always)
    package var isRegisteredName: Bool {
        // "!$&'()*+,-.;=" and digits; letters, "_~".
        isMember(low: 0x2bff_7fd2_0000_0000, high: 0x47ff_fffe_87ff_fffe)
    }

    /// Whether the byte is a space or a tab: OWS of RFC 9110 section 5.6.3.
    @inlinable @inline(__always)
    package var isOptionalWhiteSpace: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }

    /// Whether the byte is a decimal digit.
    @inlinable @inline(__always)
    package var isDigit: Bool {
        self &- UInt8(ascii: "0") < 10
    }

    /// Whether the byte is a hexadecimal digit, in either case.
    @inlinable @inline(__always)
    package var isHexDigit: Bool {
        isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6
    }

    /// A hexadecimal digit's value; nil for any other byte.
    @inlinable
    package var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }

    @inlinable @inline(__always)
    func isMember(low: UInt64, high: UInt64) -> Bool {
        guard self < 128 else { return false }
        return (self < 64 ? low : high) >> UInt64(self & 63) & 1 == 1
    }
}
