/// A name for comparison without ASCII case: lower-case letters, digits and hyphens only.
@usableFromInline
package struct CaseInsensitiveName: Sendable {
    @usableFromInline let name: StaticString

    /// Creates a name from a literal.
    package init(_ name: StaticString) {
        self.name = name
    }

    /// Whether the bytes in `range`, which have no controls except tabs, are this name (RFC 9110 section 5.1).
    ///
    /// Setting the case bit of such a byte never turns it into a hyphen or a digit.
    @inlinable @inline(__always)
    package func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let count = name.utf8CodeUnitCount
        guard range.count == count else { return false }
        guard count >= 8 else { return matchesBytes(bytes, range) }
        // Eight bytes at a time; the last eight may overlap the previous ones.
        var offset = 0
        while true {
            guard bytes.word(at: range.lowerBound + offset) | 0x2020_2020_2020_2020 == word(at: offset) else {
                return false
            }
            guard offset + 8 < count else { return true }
            offset = min(offset + 8, count - 8)
        }
    }

    @inlinable @inline(__always)
    func word(at offset: Int) -> UInt64 {
        // The name has eight bytes from there on.
        unsafe UnsafeRawPointer(name.utf8Start).loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    }

    @inlinable @inline(__always)
    func matchesBytes(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for offset in 0..<name.utf8CodeUnitCount {
            // The name has this many bytes.
            let letter = unsafe name.utf8Start[offset]
            guard bytes[range.lowerBound + offset] | 0x20 == letter else { return false }
        }
        return true
    }
}
