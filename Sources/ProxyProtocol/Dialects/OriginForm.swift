import Bytes

/// The syntax of the origin form in a header field (RFC 9112 section 3.2.1).
enum OriginForm {
    /// Whether the bytes start with a slash and contain no white space or controls.
    static func isValid(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "/") else { return false }
        return bytes.endOfVisible(from: range.lowerBound) >= range.upperBound
    }
}
