internal import JOSE

/// A path decoded once or twice, with how each byte was spelt.
struct PathSpelling {
    /// One byte of a decoded path.
    struct Unit: Equatable {
        let byte: UInt8
        /// How often it was percent-encoded: 0 for a byte as sent, 2 for one that two decodings made.
        let depth: Int
    }

    let units: [Unit]

    /// A path decoded once, and decoded twice if that makes a difference; none where percent-encoding is broken.
    static func decodings(of text: [UInt8]) -> [PathSpelling] {
        guard let once = decoded(text) else { return [] }
        let twice = decodedAgain(once)
        return twice == once ? [PathSpelling(units: once)] : [PathSpelling(units: once), PathSpelling(units: twice)]
    }

    /// The decoded path with each choice of what separates segments beside the slashes as sent: backslashes, encoded slashes.
    func separations() -> [[UInt8]] {
        let backslashes = units.contains { $0.byte == UInt8(ascii: "\\") } ? [false, true] : [false]
        let slashes = units.contains { $0.isEncodedSlash } ? [false, true] : [false]
        return backslashes.flatMap { backslash in slashes.map { separated(byBackslash: backslash, byEncodedSlash: $0) }
        }
    }

    private func separated(byBackslash: Bool, byEncodedSlash: Bool) -> [UInt8] {
        units.map { unit in
            if unit.isEncodedSlash { return byEncodedSlash ? UInt8(ascii: "/") : PathReadings.keptSlash }
            return byBackslash && unit.byte == UInt8(ascii: "\\") ? UInt8(ascii: "/") : unit.byte
        }
    }

    // MARK: Decoding

    /// Decodes a text once (RFC 3986 section 2.1); nil where its percent-encoding is broken.
    private static func decoded(_ text: [UInt8]) -> [Unit]? {
        var output: [Unit] = []
        var at = 0
        while at < text.count {
            guard text[at] == UInt8(ascii: "%") else {
                output.append(Unit(byte: text[at], depth: 0))
                at += 1
                continue
            }
            guard at + 2 < text.count, let high = ASCII.hexValue(text[at + 1]), let low = ASCII.hexValue(text[at + 2])
            else { return nil }
            output.append(Unit(byte: high << 4 | low, depth: 1))
            at += 3
        }
        return output
    }

    /// Decodes what was decoded before; what cannot be decoded again stays.
    private static func decodedAgain(_ units: [Unit]) -> [Unit] {
        var output: [Unit] = []
        var at = 0
        while at < units.count {
            if units[at].byte == UInt8(ascii: "%"), at + 2 < units.count,
                let high = ASCII.hexValue(units[at + 1].byte), let low = ASCII.hexValue(units[at + 2].byte)
            {
                output.append(Unit(byte: high << 4 | low, depth: 2))
                at += 3
            } else {
                output.append(units[at])
                at += 1
            }
        }
        return output
    }

    // MARK: Problems

    /// What keeps a path from being judged, in whatever way it is read.
    static func problem(of text: [UInt8]) -> PathProblem? {
        guard let once = decoded(text) else { return .percentEncoding }
        let twice = decodedAgain(once)
        for units in [once, twice] {
            if units.contains(where: { $0.byte < 0x20 || $0.byte == 0x7F }) { return .control }
            if !isUTF8(units.map(\.byte)) { return .encoding }
        }
        return mixedSpelling(in: twice).map { .mixedSpelling($0) }
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var at = 0
        while at < bytes.count {
            guard let length = UTF8Sequence.length(at: at, in: bytes.span) else { return false }
            at += length
        }
        return true
    }

    /// What a path spells in two ways.
    ///
    /// A server may undo one spelling and leave the other, which no reading covers: readings choose for the whole path.
    private static func mixedSpelling(in units: [Unit]) -> String? {
        func depths(of byte: UInt8) -> Set<Int> { Set(units.filter { $0.byte == byte }.map(\.depth)) }
        if depths(of: UInt8(ascii: "\\")).count > 1 { return "a backslash" }
        if depths(of: UInt8(ascii: ";")).count > 1 { return "a semicolon" }
        if depths(of: UInt8(ascii: "/")).subtracting([0]).count > 1 { return "an encoded slash" }
        let segments = units.split { $0.byte == UInt8(ascii: "/") || $0.byte == UInt8(ascii: "\\") }
        let dots = segments.map { $0.prefix { $0.byte != UInt8(ascii: ";") } }
            .filter { 1...2 ~= $0.count && $0.allSatisfy { $0.byte == UInt8(ascii: ".") } }
        // A segment with one encoded dot is a dot segment only to those who decode it.
        return Set(dots.compactMap { $0.map(\.depth).max() }).count > 1 ? "a dot segment" : nil
    }
}

extension PathSpelling.Unit {
    /// Whether the byte is a slash that was sent as `%2f`, or as an encoding of that.
    fileprivate var isEncodedSlash: Bool { byte == UInt8(ascii: "/") && depth > 0 }
}
