import TestSupport
import Testing

@testable import Bytes

/// The scans take eight and sixteen bytes at a time; here they are held against one byte at a time.
@Suite("Scanning spans")
struct SpanScanTests {
    /// Texts of all lengths around a word or two, most bytes plain, some at the edges of the classes.
    private static let texts: [[UInt8]] = {
        var generator = SeededGenerator(7)
        let edges: [UInt8] = [0x00, 0x09, 0x1F, 0x20, 0x21, 0x7E, 0x7F, 0x80, 0xFF, 0x0D, 0x2C, 0x3A]
        return (0..<4000).map { number in
            (0..<number % 40).map { _ in
                generator.isOne(in: 12) ? generator.one(of: edges) : .random(in: 0x61...0x7A, using: &generator)
            }
        }
    }()

    private static func end(_ text: [UInt8], _ start: Int, _ ends: (UInt8) -> Bool) -> Int {
        text[start...].firstIndex(where: ends) ?? text.count
    }

    /// The result of a scan of a text; expectations cannot contain spans.
    private static func of<Result>(_ text: [UInt8], _ scan: (Span<UInt8>) -> Result) -> Result {
        scan(text.span)
    }

    private static func isEqual(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        return one.span.isEqual(to: other.span)
    }

    @Test("The end of a text is where one byte at a time finds it")
    func ends() {
        for text in Self.texts {
            for start in [0, 1, 7] where start <= text.count {
                let visible = Self.end(text, start) { $0 <= 0x20 || $0 == 0x7F }
                #expect(Self.of(text) { $0.endOfVisible(from: start) } == visible)
                let visibleASCII = Self.end(text, start) { $0 <= 0x20 || $0 >= 0x7F }
                #expect(Self.of(text) { $0.endOfVisibleASCII(from: start) } == visibleASCII)
                let field = Self.end(text, start) { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
                #expect(Self.of(text) { $0.endOfFieldText(from: start) } == field)
                #expect(Self.of(text) { $0.endOfToken(from: start) } == Self.end(text, start) { !$0.isToken })
            }
        }
    }

    @Test("A byte is found at its first position, and only in its range")
    func firstIndices() {
        let comma = UInt8(ascii: ",")
        for text in Self.texts {
            let half = text.count / 2
            #expect(Self.of(text) { $0.firstIndex(of: comma, from: 0, to: text.count) } == text.firstIndex(of: comma))
            #expect(
                Self.of(text) { $0.firstIndex(of: comma, from: 0, to: half) } == text[..<half].firstIndex(of: comma)
            )
            #expect(Self.of(text) { $0.contains(comma) } == text.contains(comma))
        }
        #expect(!Self.of([]) { $0.contains(0) })
    }

    @Test("Spaces and tabs are trimmed, and no other white space")
    func trimming() {
        let text = Array(" \t a b\t \r".utf8)
        #expect(Self.of(text) { $0.trimmed(0..<8) == 3..<6 })
        #expect(Self.of(text) { $0.trimmed(0..<9) == 3..<9 })
        #expect(Self.of(text) { $0.trimmed(0..<3).isEmpty })
        #expect(Self.of(text) { $0.trimmed(4..<4).isEmpty })
    }

    @Test("A text is found at its position, and not past the end")
    func matching() {
        let text = Array("GET /auth/a".utf8)
        #expect(Self.of(text) { $0.matches("/auth/", at: 4) })
        #expect(!Self.of(text) { $0.matches("/auth/", at: 3) })
        #expect(!Self.of(text) { $0.matches("/auth/a?", at: 4) })
        #expect(Self.of(text) { $0.matches("", at: text.count) })
    }

    @Test("Words have their first byte lowest, wherever they begin")
    func words() {
        let bytes = (0..<24).map { UInt8($0) }
        for start in 0...16 {
            let word = (0..<8).reduce(0 as UInt64) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
            #expect(Self.of(bytes) { $0.word(at: start) } == word)
        }
    }

    @Test("Spans are equal when all their bytes are")
    func equality() {
        #expect(Self.isEqual("abcdefghij", "abcdefghij"))
        #expect(!Self.isEqual("abcdefghij", "abcdefghiJ"))
        #expect(!Self.isEqual("abcdefghij", "abcdefghi"))
        #expect(Self.isEqual("", ""))
    }

    @Test("The hash is FNV-1a of 64 bits")
    func hashes() {
        // The reference values of the algorithm's authors.
        for (text, expected) in [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
        ] as [(String, UInt64)] {
            let bytes = Array(text.utf8)
            var hash = ByteHash()
            hash.combine(bytes.span, bytes.indices)
            #expect(hash.value == expected)
            #expect(0...15 ~= hash.slot(15))
        }
    }
}
