import Bytes

extension String {
    /// The text with `[token]` in place of whatever looks like a token: logs have none, wherever a client put it.
    ///
    /// What looks like one is a run of base64url characters and dots that has the parts of a compact JWS (RFC 7515
    /// section 3.1), or the beginning of a JSON object with something behind its dot. Percent-encoding hides nothing,
    /// however often it was done.
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

/// A character with its percent-encoding taken off.
private struct PlainCharacter {
    private(set) var value: UInt8
    /// Where the next one begins.
    private(set) var end: Int

    init(_ bytes: [UInt8], at position: Int) {
        value = bytes[position]
        end = position + 1
        // Taken off again as long as it leads to another percent sign.
        while value == UInt8(ascii: "%"), end + 1 < bytes.count,
            let high = bytes[end].hexValue, let low = bytes[end + 1].hexValue
        {
            value = high << 4 | low
            end += 2
        }
    }
}

/// Characters of base64url and dots, one after the other.
private struct TokenRun {
    /// What a header's encoding nearly always begins with: `{"`.
    private static let objectStart = Array("eyJ".utf8)
    /// From there to the dot; the shortest that names an algorithm has 14.
    private static let minObjectLength = 12
    /// Of three parts; host names and file names with dots have shorter ones.
    private static let minHeaderLength = 16
    private static let minSignatureLength = 32

    private(set) var start = 0
    private var isEmpty = true
    /// Lengths of the first part and the present one.
    private var firstLength = 0
    private var length = 0
    private var dots = 0
    /// How much of ``objectStart`` was just read, and where in this part the last one began.
    private var matched = 0
    private var objectAt: Int?
    private var hasObject = false

    /// Whether all of this is taken for a token.
    var isToken: Bool {
        hasObject || dots >= 2 && firstLength >= Self.minHeaderLength && length >= Self.minSignatureLength
    }

    /// False for a character that ends the run.
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
