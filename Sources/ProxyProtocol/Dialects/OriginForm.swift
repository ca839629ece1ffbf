import Bytes

/// The form of a path with an optional query, when it comes in a header field (RFC 9112 section 3.2.1).
enum OriginForm {
    /// Whether the bytes begin with a slash and have neither white space nor controls.
    ///
    /// What the path means is judged elsewhere.
    static func isValid(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "/") else { return false }
        return bytes.endOfVisible(from: range.lowerBound) >= range.upperBound
    }
}
