internal import JOSE

/// The original request's path, percent-decoded once, or the reason why it has no single meaning.
///
/// Rules compare decoded bytes. Where a proxy, Postern and the application could read a path differently, no rule may
/// decide on it: such a path is ambiguous.
struct CanonicalPath {
    /// The decoded path without its query; kept for reuse.
    private(set) var bytes: [UInt8] = []

    /// Reads an origin-form target.
    ///
    /// - Returns: nil when the path is unambiguous, else what is wrong with it.
    mutating func read(_ source: Span<UInt8>, _ target: Range<Int>) -> String? {
        bytes.removeAll(keepingCapacity: true)
        guard let first = target.first, source[first] == UInt8(ascii: "/") else { return "it does not begin with /" }
        guard Self.isPlain(source, target) else { return "it has a space, control character or #" }
        var at = target.lowerBound
        while at < target.upperBound {
            let byte = source[at]
            switch byte {
            case UInt8(ascii: "?"):
                at = target.upperBound
                continue
            case UInt8(ascii: ";"), UInt8(ascii: "\\"):
                return "it has ; or a backslash"
            case UInt8(ascii: "%"):
                guard at + 2 < target.upperBound, let high = ASCII.hexValue(source[at + 1]),
                    let low = ASCII.hexValue(source[at + 2])
                else { return "its percent-encoding is broken" }
                let decoded = high << 4 | low
                guard !Self.isTreacherous(decoded) else { return "it has an encoded . / \\ ; or control character" }
                bytes.append(decoded)
                at += 3
            default:
                bytes.append(byte)
                at += 1
            }
        }
        return shapeProblem()
    }

    /// Bytes that have no place anywhere in a target.
    private static func isPlain(_ source: Span<UInt8>, _ target: Range<Int>) -> Bool {
        for position in target {
            let byte = source[position]
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "#") { return false }
        }
        return true
    }

    /// Bytes whose encoded form is decoded by some and kept by others.
    private static func isTreacherous(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00..<0x20, 0x7F, UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ";"): true
        default: false
        }
    }

    private func shapeProblem() -> String? {
        let span = bytes.span
        var at = 0
        var segment = 0
        while at <= span.count {
            if at == span.count || span[at] == UInt8(ascii: "/") {
                let length = at - segment
                if length == 0, at > 0, at < span.count { return "it has an empty segment" }
                let isDots = length > 0 && length <= 2 && (segment..<at).allSatisfy { bytes[$0] == UInt8(ascii: ".") }
                if isDots { return "it has a dot segment" }
                segment = at + 1
                at += 1
            } else {
                guard let length = UTF8Sequence.length(at: at, in: span) else { return "it is not UTF-8" }
                at += length
            }
        }
        return nil
    }

    /// The path as text, for logs.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// A target's path as it was sent, for logs; never its query, in which a token may stand.
    static func rawText(_ source: Span<UInt8>, _ target: Range<Int>) -> String {
        let end = target.first { source[$0] == UInt8(ascii: "?") || source[$0] == UInt8(ascii: "#") }
        return ASCII.text(source, target.lowerBound..<(end ?? target.upperBound))
    }
}
