import Bytes

extension String {
    /// The text with `[token]` in place of everything that looks like a token, for logs.
    ///
    /// A token is a run of base64url characters and dots that has the parts of a compact JWS (RFC 7515 section 3.1), or an
    /// encoded JSON object followed by a dot. Percent-encoded tokens are found too, even if encoded repeatedly.
    package var withoutTokens: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "%") }) else { return self }
        let bytes = Array(utf8)
        var found: [Range<Int>] = []
        var run = TokenRun()
        var position = 0
        while position < bytes.count {
            let character = PlainCharacter(bytes, at: position)
            if !run.take(character.value, at: position) {
                if run.isToken { found.append(run.start..<position) }
                run = TokenRun()
            }
            position = character.end
        }
        if run.isToken { found.append(run.start..<bytes.count) }
        guard !found.isEmpty else { return self }
        var kept: [UInt8] = []
        var end = 0
        for range in found {
            kept += bytes[end..<range.lowerBound]
            kept += Array("[token]".utf8)
            end = range.upperBound
        }
        return String(decoding: kept + bytes[end...], as: UTF8.self)
    }
}

/// A percent-decoded character.
private struct PlainCharacter {
    private(set) var value: UInt8
    /// The index of the next character.
    private(set) var end: Int

    init(_ bytes: [UInt8], at position: Int) {
        value = bytes[position]
        end = position + 1
        // Decoded again while the result is a percent sign.
        while value == UInt8(ascii: "%"), end + 1 < bytes.count,
            let high = bytes[end].hexValue, let low = bytes[end + 1].hexValue
        {
            value = high << 4 | low
            end += 2
        }
    }
}

/// A run of base64url characters and dots.
private struct TokenRun {
    /// The encoding of `{"`, with which nearly every header starts.
    private static let objectStart = Array("eyJ".utf8)
    /// The minimum length from there to the dot; the shortest header with an algorithm has 14.
    private static let minObjectLength = 12
    /// The minimum length of a first part; those of dotted host and file names are shorter.
    private static let minHeaderLength = 16
    private static let minSignatureLength = 32

    private(set) var start = 0
    private var isEmpty = true
    /// The lengths of the first and the current part.
    private var firstLength = 0
    private var length = 0
    private var dots = 0
    /// How much of ``objectStart`` has just been read, and the index of its first occurrence in this part.
    private var matched = 0
    private var objectAt: Int?
    private var hasObject = false

    /// Whether the run looks like a token.
    var isToken: Bool {
        hasObject || dots >= 2 && firstLength >= Self.minHeaderLength && length >= Self.minSignatureLength
    }

    /// Appends a character; false if it ends the run.
    mutating func take(_ character: UInt8, at position: Int) -> Bool {
        switch character {
        case UInt8(ascii: "."): endPart()
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            length += 1
            lookForObject(character)
        default: return false
        }
        if isEmpty { start = position }
        isEmpty = false
        return true
    }

    private mutating func lookForObject(_ character: UInt8) {
        if character == Self.objectStart[matched] {
            matched += 1
        } else {
            matched = character == Self.objectStart[0] ? 1 : 0
        }
        guard matched == Self.objectStart.count else { return }
        matched = 0
        objectAt = objectAt ?? length - Self.objectStart.count
    }

    private mutating func endPart() {
        if let objectAt, length - objectAt >= Self.minObjectLength { hasObject = true }
        if dots == 0 { firstLength = length }
        dots += 1
        length = 0
        matched = 0
        objectAt = nil
    }
}
