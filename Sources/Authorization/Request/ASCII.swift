/// ASCII as protocols use it: letters fold, nothing else does.
enum ASCII {
    static func lowercased(_ byte: UInt8) -> UInt8 {
        0x41...0x5A ~= byte ? byte | 0x20 : byte
    }

    static func lowercased(_ text: String) -> [UInt8] {
        text.utf8.map(lowercased)
    }

    /// Whether a part of `bytes` is `lowercase` up to the case of its letters.
    static func equalIgnoringCase(_ bytes: Span<UInt8>, _ part: Range<Int>, _ lowercase: [UInt8]) -> Bool {
        guard part.count == lowercase.count else { return false }
        for offset in 0..<lowercase.count where lowercased(bytes[part.lowerBound + offset]) != lowercase[offset] {
            return false
        }
        return true
    }

    /// Whether a part of `bytes` is exactly `expected`.
    static func equal(_ bytes: Span<UInt8>, _ part: Range<Int>, _ expected: [UInt8]) -> Bool {
        guard part.count == expected.count else { return false }
        for offset in 0..<expected.count where bytes[part.lowerBound + offset] != expected[offset] { return false }
        return true
    }

    /// A part of `bytes` without the spaces and tabs around it.
    static func trimmed(_ part: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        var part = part
        while let first = part.first, bytes[first] == 0x20 || bytes[first] == 0x09 { part = part.dropFirst() }
        while let last = part.last, bytes[last] == 0x20 || bytes[last] == 0x09 { part = part.dropLast() }
        return part
    }

    /// A hexadecimal digit's value; nil for any other byte.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// A part of `bytes` as text, for messages.
    static func text(_ bytes: Span<UInt8>, _ part: Range<Int>) -> String {
        var copy: [UInt8] = []
        for position in part { copy.append(bytes[position]) }
        return String(decoding: copy, as: UTF8.self)
    }
}
