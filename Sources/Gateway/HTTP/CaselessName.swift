/// A name to compare with, without ASCII case; written in lower case, with letters, digits and hyphens only.
struct CaselessName {
    private let name: StaticString

    init(_ name: StaticString) {
        self.name = name
    }

    /// Whether the bytes in `range`, which have no controls but tabs, are this name (RFC 9110 section 5.1).
    ///
    /// Setting the case bit of such a byte never makes it equal to a hyphen or a digit.
    @inline(__always)
    func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        for offset in 0..<name.utf8CodeUnitCount {
            // The name has this many bytes.
            let letter = unsafe name.utf8Start[offset]
            guard bytes[range.lowerBound + offset] | 0x20 == letter else { return false }
        }
        return true
    }
}
