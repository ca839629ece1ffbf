/// Percent-encoding (RFC 3986 section 2.1).
extension Span where Element == UInt8 {
    /// The byte that the three characters at `position` encode; nil when they are not percent-encoding or reach beyond `end`.
    @inlinable @inline(__always)
    package func percentDecoded(at position: Int, before end: Int) -> UInt8? {
        guard position + 2 < end, self[position] == UInt8(ascii: "%"), let high = self[position + 1].hexValue,
            let low = self[position + 2].hexValue
        else { return nil }
        return high << 4 | low
    }
}
