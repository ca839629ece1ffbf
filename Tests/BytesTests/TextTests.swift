import Testing

@testable import Bytes

@Suite("Texts for messages")
struct TextTests {
    @Test("What is not seen is escaped, and all else stays")
    func visible() {
        let text = "a\u{202E}b\u{1B}[1m\n\u{2028}c\u{85}é"
        #expect(text.withInvisiblesEscaped == #"a\u{202e}b\u{1b}[1m\u{a}\u{2028}c\u{85}é"#)
        #expect(text.withoutInvisibles == "a\\u{202e}b\u{1B}[1m\n\\u{2028}c\\u{85}é")
        #expect("plain ÄÖ".withInvisiblesEscaped == "plain ÄÖ")
    }

    @Test("An excerpt is short and visible ASCII")
    func excerpts() {
        #expect("plain text".excerpt(64) == "plain text")
        #expect("a\u{7F}\né\u{1F600}".excerpt(64) == "a????")
        #expect("abcdef".excerpt(6) == "abcdef")
        #expect("abcdef".excerpt(5) == "abcde…")
        #expect("ééé".excerpt(3) == "???")
        #expect("".excerpt(3).isEmpty)
    }

    @Test("A JSON string has every character that is not seen escaped")
    func json() {
        #expect("plain".jsonQuoted == #""plain""#)
        #expect("a\"b\\c".jsonQuoted == #""a\"b\\c""#)
        #expect("\n\r\t\u{1}\u{7F}".jsonQuoted == #""\n\r\t\u0001\u007f""#)
        #expect("é\u{202E}\u{E0001}".jsonQuoted == "\"é\\u202e\\udb40\\udc01\"")
    }

    @Test("Both ends are trimmed, by what the caller takes for white space")
    func trimming() {
        #expect("  a b ".trimming(while: \.isWhitespace) == "a b")
        #expect("\u{A0}a\n".trimming(while: \.isWhitespace) == "a")
        #expect("\ta ".trimming { $0 == " " } == "\ta")
        #expect("   ".trimming(while: \.isWhitespace).isEmpty)
        #expect("".trimming(while: \.isWhitespace).isEmpty)
        #expect(Array([1, 1, 2, 1].trimming { $0 == 1 }) == [2])
    }

    @Test("Texts are the same by code point, not by canonical equivalence")
    func exactly() {
        #expect("\u{212A}" == "K")
        #expect(!"\u{212A}".isExactly("K"))
        #expect("K".isExactly("K"))
    }

    @Test("A part of some bytes becomes text, whatever it holds")
    func copying() {
        let bytes: [UInt8] = [0x61, 0x62, 0xFF, 0x63]
        let texts = [1..<4, 2..<2].map { String(copying: bytes.span, $0) }
        #expect(texts == ["b\u{FFFD}c", ""])
    }

    @Test("A compacted array has the same elements and no room to spare")
    func compacted() {
        var array = Array(1...100)
        array.reserveCapacity(10_000)
        let compacted = array.compacted()
        #expect(compacted == array)
        #expect(compacted.capacity < 200)
    }
}
