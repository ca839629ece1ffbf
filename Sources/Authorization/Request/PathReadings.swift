internal import JOSE

/// Every way in which a path can be read, percent-decoded.
///
/// Proxies and applications disagree about encoded slashes, path parameters, empty segments and the like. Where the readings
/// of a path reach different rules, no rule may decide; where they reach the same one, nothing about the path is ambiguous.
struct PathReadings {
    /// More readings than these make a path unreadable.
    static let limit = 16
    /// A slash that was sent encoded and is kept inside its segment.
    ///
    /// The byte is in no UTF-8, so no literal of a pattern matches it, and a star does.
    static let keptSlash: UInt8 = 0xFF

    /// The readings in a row, the path as it was sent first; kept for reuse.
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many distinct readings there are.
    var count: Int { ends.count }

    /// Where a reading is in ``bytes``.
    func range(_ number: Int) -> Range<Int> {
        (number == 0 ? 0 : ends[number - 1])..<ends[number]
    }

    /// Reads the path of an origin-form target.
    ///
    /// - Returns: nil when there are readings, else what is wrong with the path.
    mutating func read(_ source: Span<UInt8>, _ target: Range<Int>) -> PathProblem? {
        // What only an unusually long path needed is given back.
        bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 16)
        ends.removeAll(keepingCapacity: true)
        guard let first = target.first, source[first] == UInt8(ascii: "/") else { return .form }
        guard Self.isPlain(source, target) else { return .control }
        let end = target.first { source[$0] == UInt8(ascii: "?") } ?? target.upperBound
        let path = target.lowerBound..<end
        if readPlainly(source, path) {
            ends.append(bytes.count)
            return nil
        }
        bytes.removeAll(keepingCapacity: true)
        return readEveryWay(source, path)
    }

    /// A target's path as it was sent, for logs; never its query, in which a token may be.
    static func rawText(_ source: Span<UInt8>, _ target: Range<Int>) -> String {
        let end = target.first { source[$0] == UInt8(ascii: "?") || source[$0] == UInt8(ascii: "#") }
        return ASCII.text(source, target.lowerBound..<(end ?? target.upperBound))
    }

    /// Whether a target has no byte that belongs nowhere in one.
    private static func isPlain(_ source: Span<UInt8>, _ target: Range<Int>) -> Bool {
        for position in target {
            let byte = source[position]
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "#") { return false }
        }
        return true
    }

    // MARK: Paths with one reading

    /// Decodes a path that has one reading, as nearly all have; false as soon as there may be more, or something wrong.
    private mutating func readPlainly(_ source: Span<UInt8>, _ path: Range<Int>) -> Bool {
        var at = path.lowerBound
        while at < path.upperBound {
            let byte = source[at]
            switch byte {
            case UInt8(ascii: ";"), UInt8(ascii: "\\"):
                return false
            case UInt8(ascii: "%"):
                guard at + 2 < path.upperBound, let high = ASCII.hexValue(source[at + 1]),
                    let low = ASCII.hexValue(source[at + 2])
                else { return false }
                let decoded = high << 4 | low
                switch decoded {
                case 0x00..<0x20, 0x7F, UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: "%"):
                    return false
                default: bytes.append(decoded)
                }
                at += 3
            default:
                bytes.append(byte)
                at += 1
            }
        }
        return Self.hasPlainSegments(bytes.span)
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

    private mutating func readEveryWay(_ source: Span<UInt8>, _ path: Range<Int>) -> PathProblem? {
        let sent = path.map { source[$0] }
        if let problem = PathSpelling.problem(of: sent) { return problem }
        // The first of each choice is the path as it was sent.
        for text in Self.withAndWithoutParameters(sent) {
            for spelling in PathSpelling.decodings(of: text) {
                for segments in spelling.separations() {
                    for path in Self.withAndWithoutParameters(segments) { addShapes(of: path) }
                    // No more work than it takes to know: the rest would only be more of them.
                    guard count <= Self.limit else { return .tooManyReadings }
                }
            }
        }
        return nil
    }

    private static func withAndWithoutParameters(_ path: [UInt8]) -> [[UInt8]] {
        path.contains(UInt8(ascii: ";")) ? [path, PathShape.withoutParameters(path)] : [path]
    }

    /// Adds a path with its empty segments and dot segments kept, merged and resolved.
    private mutating func addShapes(of path: [UInt8]) {
        let merged = PathShape.withMergedSlashes(path)
        add(path)
        add(merged)
        guard PathShape.hasDotSegments(path) || PathShape.hasDotSegments(merged) else { return }
        let resolved = PathShape.withResolvedDots(path)
        add(resolved)
        add(PathShape.withResolvedDots(merged))
        add(PathShape.withMergedSlashes(resolved))
    }

    private mutating func add(_ path: [UInt8]) {
        guard !(0..<count).contains(where: { bytes[range($0)].elementsEqual(path) }) else { return }
        bytes += path
        ends.append(bytes.count)
    }
}
