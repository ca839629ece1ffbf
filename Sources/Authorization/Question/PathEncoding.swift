internal import Bytes

/// How a path is encoded: which characters are percent-encoded, and how often.
enum PathEncoding {
    private static let slash = UInt8(ascii: "/")
    private static let backslash = UInt8(ascii: "\\")

    /// One byte of a decoded path.
    private struct Unit {
        let byte: UInt8
        /// How often it was percent-encoded: 0 for a byte as sent, 2 for one decoded twice.
        let depth: Int
        /// Where the next one begins in the text; nil if the percent-encoding is invalid.
        let next: Int?
    }

    // MARK: Readings

    /// A path decoded once, and decoded twice if that differs; its percent-encoding is valid.
    ///
    /// An encoded slash becomes ``PathReader/encodedSlashMarker``.
    static func decodings(of text: [UInt8]) -> [[UInt8]] {
        let once = decoded(text.span) { unit(text.span, at: $0) }
        guard once.contains(UInt8(ascii: "%")) else { return [once] }
        let twice = decoded(text.span) { deepUnit(text.span, at: $0) }
        return twice == once ? [once] : [once, twice]
    }

    /// The decoded path with each choice of segment separators besides plain slashes: encoded slashes, backslashes.
    static func separations(of path: [UInt8]) -> [[UInt8]] {
        var choices = [path]
        if path.contains(PathReader.encodedSlashMarker) {
            choices.append(path.map { $0 == PathReader.encodedSlashMarker ? slash : $0 })
        }
        guard path.contains(backslash) else { return choices }
        return choices + choices.map { $0.map { $0 == backslash ? slash : $0 } }
    }

    /// - Parameters:
    ///   - text: the encoded path.
    ///   - encodedSlash: the byte to write for an encoded slash.
    ///   - unit: decodes the unit at a position.
    /// - Returns: the decoded path.
    private static func decoded(
        _ text: Span<UInt8>,
        encodedSlash: UInt8 = PathReader.encodedSlashMarker,
        _ unit: (Int) -> Unit
    ) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            let next = unit(at)
            output.append(next.byte == slash && next.depth > 0 ? encodedSlash : next.byte)
            at = next.next ?? text.count
        }
        return output
    }

    // MARK: Decoding (RFC 3986 section 2.1)

    private static func unit(_ text: Span<UInt8>, at start: Int) -> Unit {
        guard text[start] == UInt8(ascii: "%") else { return Unit(byte: text[start], depth: 0, next: start + 1) }
        guard let decoded = text.percentDecoded(at: start, before: text.count) else {
            return Unit(byte: text[start], depth: 0, next: nil)
        }
        return Unit(byte: decoded, depth: 1, next: start + 3)
    }

    /// As ``unit(_:at:)``, decoded a second time if possible.
    private static func deepUnit(_ text: Span<UInt8>, at start: Int) -> Unit {
        let once = unit(text, at: start)
        guard once.byte == UInt8(ascii: "%"), let first = once.next, first < text.count else { return once }
        let high = unit(text, at: first)
        guard let second = high.next, second < text.count, let highValue = high.byte.hexValue else {
            return once
        }
        let low = unit(text, at: second)
        guard let end = low.next, let lowValue = low.byte.hexValue else { return once }
        return Unit(byte: highValue << 4 | lowValue, depth: 2, next: end)
    }

    // MARK: Problems

    /// Why a path is unreadable in every reading; nil when it is not.
    static func problem(of text: Span<UInt8>) -> UnreadablePath? {
        var at = 0
        while at < text.count {
            let once = unit(text, at: at)
            guard let next = once.next else { return .percentEncoding }
            if isControl(once.byte) || isControl(deepUnit(text, at: at).byte) { return .control }
            at = next
        }
        guard isUTF8(decoded(text, encodedSlash: slash) { unit(text, at: $0) }),
            isUTF8(decoded(text, encodedSlash: slash) { deepUnit(text, at: $0) })
        else { return .encoding }
        var encodings = EncodingDepths()
        at = 0
        while at < text.count {
            let next = deepUnit(text, at: at)
            encodings.insert(next.byte, depth: next.depth)
            at = next.next ?? text.count
        }
        return encodings.mixed.map { .mixedEncoding($0) }
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var at = 0
        while at < bytes.count {
            guard let length = UTF8Sequence.length(at: at, in: bytes.span) else { return false }
            at += length
        }
        return true
    }

    /// How deeply a path encodes each kind of separator.
    ///
    /// A server may decode one encoding and keep another. No reading covers that, because a reading decodes the whole path.
    private struct EncodingDepths {
        private var backslashes = 0
        private var semicolons = 0
        private var slashes = 0
        private var dotSegments = 0
        /// The dots of the segment so far with their depth; nil when it is not a dot segment.
        private var dots: (count: Int, depth: Int)? = (0, 0)
        private var isParameter = false

        mutating func insert(_ byte: UInt8, depth: Int) {
            switch byte {
            case PathEncoding.slash, PathEncoding.backslash:
                if byte == PathEncoding.backslash {
                    backslashes |= 1 << depth
                } else if depth > 0 {
                    slashes |= 1 << depth
                }
                endSegment()
            case UInt8(ascii: ";"):
                semicolons |= 1 << depth
                isParameter = true
            case UInt8(ascii: ".") where !isParameter:
                // A segment with one encoded dot is a dot segment only after decoding.
                dots = dots.map { ($0.count + 1, max($0.depth, depth)) }
            default:
                if !isParameter { dots = nil }
            }
        }

        private mutating func endSegment() {
            if let dots, 1...2 ~= dots.count { dotSegments |= 1 << dots.depth }
            dots = (0, 0)
            isParameter = false
        }

        /// The first kind that is encoded in two ways; nil without one.
        var mixed: UnreadablePath.MixedEncoding? {
            var whole = self
            whole.endSegment()
            func isMixed(_ depths: Int) -> Bool { depths.nonzeroBitCount > 1 }
            if isMixed(whole.backslashes) { return .backslash }
            if isMixed(whole.semicolons) { return .semicolon }
            if isMixed(whole.slashes) { return .slash }
            return isMixed(whole.dotSegments) ? .dots : nil
        }
    }
}
