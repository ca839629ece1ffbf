/// How servers normalise a decoded path.
enum PathShape {
    private static let slash = UInt8(ascii: "/")
    private static let semicolon = UInt8(ascii: ";")

    /// The path and, if it has path parameters, the path without them: from each `;` to the next slash (RFC 3986 section 3.3).
    static func withAndWithoutParameters(_ path: [UInt8]) -> [[UInt8]] {
        guard path.contains(semicolon) else { return [path] }
        var output: [UInt8] = []
        output.reserveCapacity(path.count)
        var isParameter = false
        for byte in path {
            if byte == slash { isParameter = false } else if byte == semicolon { isParameter = true }
            if !isParameter { output.append(byte) }
        }
        return [path, output]
    }

    static func hasEmptySegments(_ path: [UInt8]) -> Bool {
        var last: UInt8 = 0
        for byte in path {
            if byte == slash, last == slash { return true }
            last = byte
        }
        return false
    }

    /// The path with consecutive slashes merged.
    static func withMergedSlashes(_ path: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(path.count)
        var last: UInt8 = 0
        for byte in path {
            if byte != slash || last != slash { output.append(byte) }
            last = byte
        }
        return output
    }

    /// The path with `.` and `..` resolved (RFC 3986 section 5.2.4).
    static func withResolvedDots(_ path: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(path.count)
        forEachSegment(of: path.span) { segment in
            let isLast = segment.upperBound == path.count
            guard isDotSegment(path.span, segment) else {
                output.append(slash)
                for position in segment { output.append(path[position]) }
                return
            }
            if segment.count == 2 { while let last = output.popLast(), last != slash {} }
            if isLast { output.append(slash) }
        }
        return output
    }

    static func hasDotSegments(_ path: [UInt8]) -> Bool {
        var found = false
        forEachSegment(of: path.span) { if isDotSegment(path.span, $0) { found = true } }
        return found
    }

    /// Whether a part of a path, without slashes, is `.` or `..`.
    static func isDotSegment(_ path: Span<UInt8>, _ segment: Range<Int>) -> Bool {
        1...2 ~= segment.count && segment.allSatisfy { path[$0] == UInt8(ascii: ".") }
    }

    /// Calls `body` with each segment of a path that begins with a slash.
    private static func forEachSegment(of path: Span<UInt8>, _ body: (Range<Int>) -> Void) {
        var start = 1
        for position in 1..<max(path.count, 1) where path[position] == slash {
            body(start..<position)
            start = position + 1
        }
        if start <= path.count { body(start..<path.count) }
    }
}
