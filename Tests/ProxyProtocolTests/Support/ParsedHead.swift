import Authorization

@testable import ProxyProtocol

/// What the parser made of some bytes, as texts.
enum ParsedHead: Equatable {
    struct Field: Equatable {
        var name: String
        var value: String
    }

    case needMore
    case bad(Int)
    case head(method: String, target: String, fields: [Field], length: Int)

    static let limits = HeadLimits(bytes: 32768, fields: 100)

    /// Parses `bytes` as they come in pieces of at most `step` bytes.
    init(_ bytes: [UInt8], step: Int = .max, limits: HeadLimits = Self.limits) {
        var parser = RequestHeadParser()
        var end = 0
        var progress = RequestHeadParser.Progress.needMore
        repeat {
            end += min(step, bytes.count - end)
            progress = parser.parse(bytes.span.extracting(0..<end), limits: limits)
        } while progress == .needMore && end < bytes.count
        switch progress {
        case .needMore:
            self = .needMore
        case .bad(.malformed):
            self = .bad(400)
        case .bad(.tooLarge):
            self = .bad(431)
        case .head(let length):
            self = .head(
                method: Self.text(bytes, parser.head.method),
                target: Self.target(bytes, parser.head),
                fields: parser.head.fields.map {
                    Field(name: Self.text(bytes, $0.name), value: Self.text(bytes, $0.value))
                },
                length: length
            )
        }
    }

    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The target as it stands in the request line: between the method and the version.
    private static func target(_ bytes: [UInt8], _ head: RequestHead) -> String {
        let start = head.method.upperBound + 1
        let end = bytes[start...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.endIndex
        return text(bytes, start..<end)
    }
}

/// A request head of these lines, with its empty line.
func head(_ lines: String...) -> [UInt8] {
    Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
}
