import Authorization
import JOSE
import TestSupport
import Testing

/// Random claims, the same in every run.
@Suite("No claim can create, repeat or split a header")
struct ClaimHeaderPropertyTests {
    private static let formats = ClaimHeader.Format.allCases

    /// A JSON value with everything that a value can hold, and what a hostile one would.
    private struct ValueMaker {
        var random: SeededGenerator

        mutating func string() -> String {
            var text = "\""
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                switch Int.random(in: 0...9, using: &random) {
                case 0:
                    text += ["\\r\\n", "\\n", "\\r", "\\u000d\\u000aX-H0: evil"].randomElement(using: &random) ?? ""
                case 1: text += escape(UInt32.random(in: 0...0x1F, using: &random))
                case 2:
                    text +=
                        [" ", "  ", ",", ", ", "%", "%2C", "%0D%0A", ":", "\\u007f"].randomElement(using: &random) ?? ""
                case 3: text += escape(UInt32.random(in: 0x80...0xD7FF, using: &random))
                case 4: text += String(Unicode.Scalar(UInt32.random(in: 0x80...0xD7FF, using: &random)) ?? "x")
                case 5: text += String(Unicode.Scalar(UInt32.random(in: 0x10000...0x10FFFF, using: &random)) ?? "x")
                case 6: text += ["\\\"", "\\\\", "\\/", "\\t", "\\b", "\\f"].randomElement(using: &random) ?? ""
                default: text += escape(UInt32.random(in: 0x20...0x7E, using: &random))
                }
            }
            return text + "\""
        }

        private func escape(_ scalar: UInt32) -> String {
            let digits = String(scalar, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }

        mutating func value(depth: Int = 0) -> String {
            switch Int.random(in: 0...(depth < 3 ? 9 : 6), using: &random) {
            case 0: return ["true", "false", "null"].randomElement(using: &random) ?? "null"
            case 1:
                return ["0", "-1", "1e5", "0.10", "123456789012345678901234567890"].randomElement(using: &random) ?? "0"
            case 2...6: return string()
            case 7:
                let members = (0..<Int.random(in: 0...3, using: &random)).map {
                    "\"\($0)\\r\\n\":" + value(depth: depth + 1)
                }
                return "{\(members.joined(separator: ","))}"
            default:
                let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1) }
                return "[\(elements.joined(separator: ","))]"
            }
        }

        mutating func list() -> [String] {
            (0..<Int.random(in: 0...5, using: &random)).map { _ in string() }
        }
    }

    @Test("Each value is visible ASCII with inner spaces, each header is there once, whatever the claim")
    func shape() throws {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath("x"))
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders =
                Self.formats.enumerated().map { ClaimHeader(name: "X-H\($0)", content: .claim(path, $1)) }
                + [ClaimHeader(name: "X-Payload", content: .payload)]
            configuration.responseHeadersLimit = 1 << 20
            configuration.tokenLimit = 1 << 20
        }
        var maker = ValueMaker(random: SeededGenerator(0x5EED))
        for _ in 0..<1500 {
            let value = maker.value()
            let answer = gate.decide(bearer: try signer.token("\"x\":\(value)"))
            try #require(answer.decision == .allow, "\(value)")
            let names = try Self.names(answer.bytes, value)
            #expect(names == (0..<Self.formats.count).map { "X-H\($0)" } + ["X-Payload"], "\(value)")
        }
    }

    /// Reads the lines as strictly as the strictest receiver, and returns their names.
    private static func names(_ bytes: [UInt8], _ value: String) throws -> [String] {
        var names: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let end = try #require(rest.firstIndex(of: 0x0D), "\(value)")
            try #require(end + 1 < bytes.count && bytes[end + 1] == 0x0A, "\(value)")
            let line = rest[..<end]
            let colon = try #require(line.firstIndex(of: UInt8(ascii: ":")), "\(value)")
            names.append(String(decoding: line[..<colon], as: UTF8.self))
            var content = line[(colon + 1)...]
            if !content.isEmpty {
                #expect(content.first == 0x20, "\(value)")
                content = content.dropFirst()
                #expect(content.first.map { 0x21...0x7E ~= $0 } ?? false, "\(value)")
                #expect(content.last.map { 0x21...0x7E ~= $0 } ?? false, "\(value)")
                #expect(content.allSatisfy { 0x20...0x7E ~= $0 }, "\(value)")
            }
            rest = rest[(end + 2)...]
        }
        return names
    }

    @Test("csv and space lists can be read back")
    func reversible() throws {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath("x"))
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = [
                ClaimHeader(name: "X-Csv", content: .claim(path, .csv)),
                ClaimHeader(name: "X-Space", content: .claim(path, .space)),
                ClaimHeader(name: "X-Plain", content: .claim(path, .plain)),
            ]
            configuration.responseHeadersLimit = 1 << 20
        }
        var maker = ValueMaker(random: SeededGenerator(0xC5F))
        for _ in 0..<1000 {
            let list = maker.list()
            let text = "[\(list.joined(separator: ","))]"
            let answer = gate.decide(bearer: try signer.token("\"x\":\(text)"))
            let values = try JSONDocument(parsing: Array(text.utf8)).root.array?.compactMap(\.string) ?? []
            #expect(try Self.read(answer["X-Csv"], separator: ",") == (values == [""] ? [] : values), "\(text)")
            let words = try Self.read(answer["X-Space"], separator: " ")
            #expect(words == Self.withoutEmptyEnds(values), "\(text)")
        }
    }

    @Test("A string can be read back")
    func reversibleString() throws {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath("x"))
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = [ClaimHeader(name: "X-Plain", content: .claim(path, .plain))]
        }
        var maker = ValueMaker(random: SeededGenerator(0xABC))
        for _ in 0..<500 {
            let text = maker.string()
            let answer = gate.decide(bearer: try signer.token("\"x\":\(text)"))
            let value = try #require(try JSONDocument(parsing: Array(text.utf8)).root.string)
            #expect(try Self.decoded(#require(answer["X-Plain"])) == value, "\(text)")
        }
    }

    /// A list of words has no way to write an empty word at its ends.
    private static func withoutEmptyEnds(_ values: [String]) -> [String] {
        var rest = values[...]
        while rest.first == "" { rest = rest.dropFirst() }
        while rest.last == "" { rest = rest.dropLast() }
        return Array(rest)
    }

    private static func read(_ value: String?, separator: Character) throws -> [String] {
        let value = try #require(value)
        guard !value.isEmpty else { return [] }
        return try value.split(separator: separator, omittingEmptySubsequences: false).map { try decoded(String($0)) }
    }

    private static func decoded(_ value: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = Array(value.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            bytes.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
