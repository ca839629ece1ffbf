import Bytes

/// The elements of a comma-separated field value (RFC 9110 section 5.6.1), trimmed; empty elements are included.
struct ListElements {
    private var remaining: Range<Int>?

    init(_ value: Range<Int>) {
        remaining = value
    }

    /// The next element; nil at the end.
    mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard let range = remaining else { return nil }
        if let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: range.lowerBound, to: range.upperBound) {
            remaining = comma + 1..<range.upperBound
            return bytes.trimmed(range.lowerBound..<comma)
        }
        remaining = nil
        return bytes.trimmed(range)
    }
}
