/// Well-formed UTF-8 byte sequences (Unicode 15, table 3-7; RFC 3629 section 4).
@usableFromInline
package enum UTF8Sequence {
    /// The length of the well-formed sequence that begins at `position`: 1 to 4; nil when there is none.
    @inlinable
    package static func length(at position: Int, in bytes: Span<UInt8>) -> Int? {
        let first = bytes[position]
        let left = bytes.count - position
        func isTail(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            range ~= bytes[position + offset]
        }
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF:
            return left >= 2 && isTail(1) ? 2 : nil
        case 0xE0...0xEF:
            // Overlong forms after E0, surrogates after ED.
            let second: ClosedRange<UInt8> = first == 0xE0 ? 0xA0...0xBF : first == 0xED ? 0x80...0x9F : 0x80...0xBF
            return left >= 3 && isTail(1, second) && isTail(2) ? 3 : nil
        case 0xF0...0xF4:
            // Overlong forms after F0, beyond U+10FFFF after F4.
            let second: ClosedRange<UInt8> = first == 0xF0 ? 0x90...0xBF : first == 0xF4 ? 0x80...0x8F : 0x80...0xBF
            return left >= 4 && isTail(1, second) && isTail(2) && isTail(3) ? 4 : nil
        default: return nil
        }
    }
}
