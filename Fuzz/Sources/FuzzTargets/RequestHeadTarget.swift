import Authorization
import ProxyProtocol

/// The input as what a connection receives.
struct RequestHeadTarget: FuzzTarget {
    static let name = "head"

    /// Small, so that inputs of usual size exceed them.
    static let limits = HeadLimits(bytes: 1024, fields: 12)

    private struct Reading {
        let progress: RequestHeadParser.Progress
        let head: RequestHead
    }

    /// Kept from input to input, as a connection does.
    private var parser = RequestHeadParser()

    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool {
        let whole = readAtOnce(input.span)
        let pieces = readByteByByte(input.span)
        switch (whole.progress, pieces.progress) {
        case (.head, .head), (.needMore, .needMore):
            try require(whole.progress == pieces.progress, "pieces make the same progress")
        case (.bad, .bad):
            break
        case (.bad, .needMore):
            // A line that arrived in pieces is parsed again when it is complete.
            try require(readByteByByte((input + [0x0A]).span).progress.isBad, "a bad line is refused at its end")
        default:
            throw Finding("whole \(whole.progress), in pieces \(pieces.progress)")
        }
        guard case .head(let length) = whole.progress else { return false }
        try require(0 < length && length <= min(input.count, Self.limits.bytes), "a head lies in the input")
        try require(whole.head.isSame(as: pieces.head), "pieces make the same head")
        let head = Array(input[..<length])
        let alone = readAtOnce(head.span)
        try require(alone.progress == whole.progress && alone.head.isSame(as: whole.head), "what follows is no matter")
        try RequestHeadRules.check(whole.head, head)
        try DialectRules.check(whole.head, head)
        return true
    }

    private mutating func readAtOnce(_ bytes: Span<UInt8>) -> Reading {
        parser.reset()
        let progress = parser.parse(bytes, limits: Self.limits)
        return Reading(progress: progress, head: parser.head)
    }

    private mutating func readByteByByte(_ bytes: Span<UInt8>) -> Reading {
        parser.reset()
        var progress = RequestHeadParser.Progress.needMore
        var count = 0
        while progress == .needMore, count < bytes.count {
            count += 1
            progress = parser.parse(bytes.extracting(0..<count), limits: Self.limits)
        }
        return Reading(progress: progress, head: parser.head)
    }
}

extension RequestHeadParser.Progress {
    fileprivate var isBad: Bool {
        if case .bad = self { true } else { false }
    }
}

extension RequestHead {
    fileprivate func isSame(as other: RequestHead) -> Bool {
        method == other.method && target == other.target && host == other.host && isVersion10 == other.isVersion10
            && fields == other.fields && declaresBody == other.declaresBody && keepsAlive == other.keepsAlive
    }
}
