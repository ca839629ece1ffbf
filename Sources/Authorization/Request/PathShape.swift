/// What servers do to a decoded path before they look for what it names.
enum PathShape {
    private static let slash = UInt8(ascii: "/")

    /// Without path parameters: from each `;` to the next slash (RFC 3986 section 3.3).
    static func withoutParameters(_ path: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var isParameter = false
        for byte in path {
            if byte == slash { isParameter = false } else if byte == UInt8(ascii: ";") { isParameter = true }
            if !isParameter { output.append(byte) }
        }
        return output
    }

    /// With one slash for several in a row.
    static func withMergedSlashes(_ path: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for byte in path where byte != slash || output.last != slash { output.append(byte) }
        return output
    }

    /// With `.` and `..` resolved (RFC 3986 section 5.2.4).
    static func withResolvedDots(_ path: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        let segments = path.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
        for (number, segment) in segments.enumerated() {
            let isLast = number == segments.count - 1
            if segment.elementsEqual("..".utf8) {
                while let last = output.popLast(), last != slash {}
            } else if !segment.elementsEqual(".".utf8) {
                output.append(slash)
                output += segment
                continue
            }
            if isLast { output.append(slash) }
        }
        return output
    }

    static func hasDotSegments(_ path: [UInt8]) -> Bool {
        path.split(separator: slash).contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }

    /// Whether a part of a path, without slashes, is `.` or `..`.
    static func isDotSegment(_ path: Span<UInt8>, _ segment: Range<Int>) -> Bool {
        1...2 ~= segment.count && segment.allSatisfy { path[$0] == UInt8(ascii: ".") }
    }
}
