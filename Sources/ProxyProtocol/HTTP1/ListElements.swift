import Bytes

/// The elements of a comma-separated field value (RFC 9110 section 5.6.1), trimmed; empty ones are elements too.
struct ListElements {
    private var rest: Range<Int>?

    init(_ value: Range<Int>) {
        rest = value
    }

    /// The next element; nil after the last.
    mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard let range = rest else { return nil }
        if let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: range.lowerBound, to: range.upperBound) {
            rest = comma + 1..<range.upperBound
            return bytes.trimmed(range.lowerBound..<comma)
        }
        rest = nil
        return bytes.trimmed(range)
    }
}
