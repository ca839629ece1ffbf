import Authorization

/// One pattern, compared segment by segment.
struct NaivePathPattern {
    enum Segment: Equatable {
        /// Literal pieces between stars; one piece is a plain segment.
        case pieces([[UInt8]])
        /// `**`: any number of segments, none included.
        case anything
    }

    private let segments: [Segment]

    init(_ pattern: PathPattern) {
        segments = pattern.text.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        .map { part in
            guard !part.elementsEqual("**".utf8) else { return .anything }
            return .pieces(
                part.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
            )
        }
    }

    /// Whether a decoded path, which begins with `/`, is covered.
    ///
    /// Greedy with backtracking only to the last `**`: time is bounded by segments of the path times
    /// segments of the pattern.
    func match(_ path: [UInt8]) -> Bool {
        let parts = path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var at = 0
        var pattern = 0
        var comeBack: (at: Int, pattern: Int)?
        while at < parts.count {
            if pattern < segments.count, segments[pattern] == .anything {
                comeBack = (at, pattern)
                pattern += 1
            } else if pattern < segments.count, case .pieces(let pieces) = segments[pattern],
                Self.match(parts[at], pieces)
            {
                at += 1
                pattern += 1
            } else if let back = comeBack {
                comeBack = (back.at + 1, back.pattern)
                at = back.at + 1
                pattern = back.pattern + 1
            } else {
                return false
            }
        }
        while pattern < segments.count, segments[pattern] == .anything { pattern += 1 }
        return pattern == segments.count
    }

    /// Whether a segment has the pieces in their order, the first at its start and the last at its end.
    private static func match(_ segment: ArraySlice<UInt8>, _ pieces: [[UInt8]]) -> Bool {
        guard pieces.count > 1 else { return segment.elementsEqual(pieces[0]) }
        guard segment.count >= pieces.reduce(0, { $0 + $1.count }), segment.starts(with: pieces[0]) else {
            return false
        }
        let last = pieces[pieces.count - 1]
        guard segment.suffix(last.count).elementsEqual(last) else { return false }
        var rest = segment.dropFirst(pieces[0].count).dropLast(last.count)
        for piece in pieces[1..<pieces.count - 1] where !piece.isEmpty {
            guard let at = rest.indices.first(where: { rest[$0...].starts(with: piece) }) else { return false }
            rest = rest[(at + piece.count)...]
        }
        return true
    }
}
