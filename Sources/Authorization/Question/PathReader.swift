internal import Bytes
internal import JOSE

/// Finds all readings of a path: what servers may decode and normalise it to.
///
/// Proxies and applications disagree about encoded slashes, path parameters, empty segments and the like. If the readings
/// of a path match different rules, no rule may decide; if they match the same one, the path is not ambiguous.
struct PathReader {
    /// The maximum number of distinct readings; a path with more is unreadable.
    static let limit = 16
    /// The byte for an encoded slash that stays inside its segment.
    ///
    /// It is not in UTF-8, so that no literal of a pattern matches it, but a star does.
    static let encodedSlashMarker: UInt8 = 0xFF

    /// A path with one reading, decoded; kept for reuse.
    private var plain: [UInt8] = []

    /// Reads the path of an origin-form target.
    ///
    /// - Parameters:
    ///   - source: the bytes that contain the target.
    ///   - target: the target, with its query.
    ///   - use: called with each reading, the path as sent first, until it returns false; it may get one twice.
    /// - Returns: why the path is unreadable; nil when it is not.
    mutating func read(_ source: Span<UInt8>, _ target: Range<Int>, _ use: (Span<UInt8>) -> Bool) -> UnreadablePath? {
        guard let first = target.first, source[first] == UInt8(ascii: "/") else { return .form }
        guard Self.isVisible(source, target) else { return .control }
        let path = Self.path(of: target, source)
        if readPlainly(source, path) {
            _ = use(plain.span)
            return nil
        }
        return Self.readEveryWay(source, path, use)
    }

    /// A target's path as rules see it, or as sent if it has several readings, for logs.
    mutating func text(_ source: Span<UInt8>, _ target: Range<Int>) -> String {
        let path = Self.path(of: target, source)
        if Self.isVisible(source, target), path.first.map({ source[$0] }) == UInt8(ascii: "/"),
            readPlainly(source, path)
        {
            return String(decoding: plain, as: UTF8.self)
        }
        return String(copying: source, path.prefix { source[$0] != UInt8(ascii: "#") })
    }

    /// The target without its query, which may contain a token.
    private static func path(of target: Range<Int>, _ source: Span<UInt8>) -> Range<Int> {
        target.prefix { source[$0] != UInt8(ascii: "?") }
    }

    /// Whether a target has only visible characters and no `#`.
    private static func isVisible(_ source: Span<UInt8>, _ target: Range<Int>) -> Bool {
        for position in target {
            let byte = source[position]
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "#") { return false }
        }
        return true
    }

    // MARK: Paths with one reading

    /// Decodes a path with one reading, as almost all have; false when it may have more or is unreadable.
    private mutating func readPlainly(_ source: Span<UInt8>, _ path: Range<Int>) -> Bool {
        plain.removeAll(keepingCapacity: true)
        var at = path.lowerBound
        while at < path.upperBound {
            let byte = source[at]
            switch byte {
            case UInt8(ascii: ";"), UInt8(ascii: "\\"):
                return false
            case UInt8(ascii: "%"):
                guard let decoded = source.percentDecoded(at: at, before: path.upperBound) else { return false }
                switch decoded {
                case 0x00..<0x20, 0x7F, UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: "%"):
                    return false
                default: plain.append(decoded)
                }
                at += 3
            default:
                plain.append(byte)
                at += 1
            }
        }
        return Self.hasPlainSegments(plain.span)
    }

    /// Whether a decoded path is UTF-8, without empty segments inside and without dot segments.
    private static func hasPlainSegments(_ path: Span<UInt8>) -> Bool {
        var at = 0
        var segment = 0
        while at <= path.count {
            guard at < path.count, path[at] != UInt8(ascii: "/") else {
                if at == segment, at > 0, at < path.count { return false }
                if PathShape.isDotSegment(path, segment..<at) { return false }
                segment = at + 1
                at += 1
                continue
            }
            guard let length = UTF8Sequence.length(at: at, in: path) else { return false }
            at += length
        }
        return true
    }

    // MARK: Paths with several

    private static func readEveryWay(
        _ source: Span<UInt8>,
        _ path: Range<Int>,
        _ use: (Span<UInt8>) -> Bool
    ) -> UnreadablePath? {
        let sent = path.map { source[$0] }
        if let problem = PathEncoding.problem(of: sent.span) { return problem }
        var readings = DistinctReadings()
        // The first of each choice is the path as it was sent.
        for text in PathShape.withAndWithoutParameters(sent) {
            for decoded in PathEncoding.decodings(of: text) {
                for segments in PathEncoding.separations(of: decoded) {
                    for path in PathShape.withAndWithoutParameters(segments) {
                        guard readings.use(shapesOf: path, use) else { return readings.problem }
                    }
                }
            }
        }
        return nil
    }

    /// Passes readings on, and counts the distinct ones.
    private struct DistinctReadings {
        /// Their hashes: readings with the same hash are counted once, but both are used.
        private var seen: [Int] = []
        private(set) var problem: UnreadablePath?

        /// Uses a path with its empty and dot segments kept, merged and resolved; false to stop.
        mutating func use(shapesOf path: [UInt8], _ use: (Span<UInt8>) -> Bool) -> Bool {
            guard self.use(path, use) else { return false }
            let hasEmptySegments = PathShape.hasEmptySegments(path)
            let hasDots = PathShape.hasDotSegments(path)
            if hasEmptySegments {
                let merged = PathShape.withMergedSlashes(path)
                guard self.use(merged, use) else { return false }
                if hasDots { guard self.use(PathShape.withResolvedDots(merged), use) else { return false } }
            }
            guard hasDots else { return true }
            let resolved = PathShape.withResolvedDots(path)
            guard self.use(resolved, use) else { return false }
            return !hasEmptySegments || self.use(PathShape.withMergedSlashes(resolved), use)
        }

        private mutating func use(_ path: [UInt8], _ use: (Span<UInt8>) -> Bool) -> Bool {
            let hash = path.hashValue
            if !seen.contains(hash) {
                guard seen.count < PathReader.limit else {
                    problem = .tooManyReadings
                    return false
                }
                seen.append(hash)
            }
            return use(path.span)
        }
    }
}
