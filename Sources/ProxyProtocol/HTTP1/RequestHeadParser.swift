import Authorization
import Bytes

/// A strict incremental parser of HTTP/1.x request heads (RFC 9112 sections 2 to 6).
///
/// It copies nothing; its results are offsets. It remembers where it stopped, so a head that arrives in pieces is scanned at
/// most twice.
package struct RequestHeadParser {
    /// The result of a call.
    package enum Progress: Equatable {
        /// Call again with the same bytes and more.
        case needMore
        /// The head is complete and valid; the next message starts after `length` bytes.
        case head(length: Int)
        /// The head is refused.
        case bad(HeadFault)
    }

    /// The head that the last successful call parsed.
    package var head = RequestHead()

    var framing = MessageFraming()
    private var stage = Stage.beforeRequestLine
    /// The start of the next line.
    private var lineStart = 0
    /// How far that line has been searched for its end.
    private var searched = 0

    private enum Stage {
        case beforeRequestLine
        case requestLine
        case fields
    }

    /// Creates a parser for one head.
    package init() {}

    /// Whether a part of a head has been read.
    package var isUnderWay: Bool { searched > 0 }

    /// Prepares for another head, keeping the capacity for fields.
    package mutating func reset() {
        head.reset()
        framing = MessageFraming()
        stage = .beforeRequestLine
        lineStart = 0
        searched = 0
    }

    /// Continues to parse `bytes`, which start at the first byte of the head and may contain more heads.
    package mutating func parse(_ bytes: Span<UInt8>, limits: HeadLimits) -> Progress {
        do throws(HeadFault) {
            return try advance(bytes, limits: limits)
        } catch {
            return .bad(error)
        }
    }

    private mutating func advance(_ bytes: Span<UInt8>, limits: HeadLimits) throws(HeadFault) -> Progress {
        if searched > lineStart {
            // The line was incomplete: do not parse it again until its end has arrived.
            guard bytes.firstIndex(of: UInt8(ascii: "\n"), from: searched, to: bytes.count) != nil else {
                return try wait(bytes, limits)
            }
        }
        while lineStart < bytes.count {
            if bytes[lineStart] == UInt8(ascii: "\r") {
                guard lineStart + 1 < bytes.count else { break }
                guard bytes[lineStart + 1] == UInt8(ascii: "\n") else { throw .malformed }
                try passLine(to: lineStart + 2, limits)
                switch stage {
                case .beforeRequestLine:
                    // One empty line before the request is allowed (RFC 9112 section 2.2).
                    stage = .requestLine
                case .requestLine:
                    throw .malformed
                case .fields:
                    try framing.finish(&head)
                    return .head(length: lineStart)
                }
            } else {
                guard let next = stage == .fields ? try field(bytes, limits) : try requestLine(bytes) else { break }
                stage = .fields
                try passLine(to: next, limits)
            }
        }
        return try wait(bytes, limits)
    }

    private mutating func wait(_ bytes: Span<UInt8>, _ limits: HeadLimits) throws(HeadFault) -> Progress {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        searched = bytes.count
        return .needMore
    }

    private mutating func passLine(to next: Int, _ limits: HeadLimits) throws(HeadFault) {
        guard next <= limits.bytes else { throw .tooLarge }
        lineStart = next
    }

    /// Reads `method SP target SP version CRLF` (RFC 9112 section 3); nil if the line is incomplete.
    private mutating func requestLine(_ bytes: Span<UInt8>) throws(HeadFault) -> Int? {
        let methodEnd = bytes.endOfToken(from: lineStart)
        guard methodEnd < bytes.count else { return nil }
        guard methodEnd > lineStart, bytes[methodEnd] == UInt8(ascii: " ") else { throw .malformed }
        let targetStart = methodEnd + 1
        let targetEnd = bytes.endOfVisibleASCII(from: targetStart)
        guard targetEnd < bytes.count else { return nil }
        guard bytes[targetEnd] == UInt8(ascii: " ") else { throw .malformed }
        let versionStart = targetEnd + 1
        let lineEnd = versionStart + 10
        guard lineEnd <= bytes.count else {
            guard bytes.firstIndex(of: UInt8(ascii: "\n"), from: versionStart, to: bytes.count) == nil else {
                throw .malformed
            }
            return nil
        }
        guard bytes.matches("HTTP/1.", at: versionStart), bytes.matches("\r\n", at: lineEnd - 2) else {
            throw .malformed
        }
        switch bytes[versionStart + 7] {
        case UInt8(ascii: "0"): head.isVersion10 = true
        case UInt8(ascii: "1"): head.isVersion10 = false
        default: throw .malformed
        }
        guard let target = RequestTarget(bytes, targetStart..<targetEnd) else { throw .malformed }
        head.method = lineStart..<methodEnd
        head.target = target
        return lineEnd
    }

    /// Reads `name: value CRLF` (RFC 9112 section 5); nil if the line is incomplete.
    private mutating func field(_ bytes: Span<UInt8>, _ limits: HeadLimits) throws(HeadFault) -> Int? {
        let nameEnd = bytes.endOfToken(from: lineStart)
        guard nameEnd < bytes.count else { return nil }
        // Refuses white space before the colon and line folding (sections 5.1 and 5.2).
        guard nameEnd > lineStart, bytes[nameEnd] == UInt8(ascii: ":") else { throw .malformed }
        let valueEnd = bytes.endOfFieldText(from: nameEnd + 1)
        guard valueEnd < bytes.count else { return nil }
        guard bytes[valueEnd] == UInt8(ascii: "\r") else { throw .malformed }
        guard valueEnd + 1 < bytes.count else { return nil }
        guard bytes[valueEnd + 1] == UInt8(ascii: "\n") else { throw .malformed }
        guard head.fields.count < limits.fields else { throw .tooLarge }
        let field = HeaderField(name: lineStart..<nameEnd, value: bytes.trimmed(nameEnd + 1..<valueEnd))
        head.fields.append(field)
        try framing.read(field, bytes)
        return valueEnd + 2
    }
}
