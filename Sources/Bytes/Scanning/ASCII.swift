/// ASCII case folding, as protocols define it: only letters A to Z fold.
@usableFromInline
package enum ASCII {
    /// A letter in lower case; any other byte unchanged.
    @inlinable
    package static func lowercased(_ byte: UInt8) -> UInt8 {
        0x41...0x5A ~= byte ? byte | 0x20 : byte
    }

    /// A text's bytes with its ASCII letters in lower case.
    package static func lowercased(_ text: String) -> [UInt8] {
        text.utf8.map(lowercased)
    }

    /// Whether a part of `bytes` equals `lowercase`, ignoring the case of letters.
    @inlinable
    package static func equalIgnoringCase(_ bytes: Span<UInt8>, _ part: Range<Int>, _ lowercase: [UInt8]) -> Bool {
        guard part.count == lowercase.count else { return false }
        for offset in 0..<lowercase.count where lowercased(bytes[part.lowerBound + offset]) != lowercase[offset] {
            return false
        }
        return true
    }

    /// Whether a part of `bytes` equals `expected`.
    @inlinable
    package static func equal(_ bytes: Span<UInt8>, _ part: Range<Int>, _ expected: [UInt8]) -> Bool {
        guard part.count == expected.count else { return false }
        for offset in 0..<expected.count where bytes[part.lowerBound + offset] != expected[offset] { return false }
        return true
    }
}
