import Testing

@testable import Bytes

@Suite("Encodings of bytes")
struct EncodingTests {
    /// The test vectors of RFC 4648 section 10.
    @Test(
        "Base64 with padding",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"), ("\u{FB}\u{FF}", "w7vDvw=="),
        ]
    )
    func base64(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(plain.utf8) == encoded)
        #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
        let url = encoded.filter { $0 != "=" }
        #expect(URLSafeBase64.encode(plain.utf8) == url)
        #expect(URLSafeBase64.decode(url.utf8) == Array(plain.utf8))
    }

    @Test("Each alphabet has its own last two characters")
    func alphabets() {
        #expect(Base64.encode([0xFB, 0xEF, 0xFF]) == "++//")
        #expect(URLSafeBase64.encode([0xFB, 0xEF, 0xFF]) == "--__")
        #expect(Base64.decode("--__".utf8) == nil)
        #expect(URLSafeBase64.decode("++//".utf8) == nil)
        #expect(URLSafeBase64.value(of: UInt8(ascii: "_")) == 63)
        #expect(URLSafeBase64.value(of: UInt8(ascii: "/")) == nil)
    }

    @Test(
        "Second spellings in base64 are refused",
        arguments: ["Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "====", "Z===", "Zg==Zg==", "Zm9v\n", "Zm 9v"]
    )
    func badBase64(_ text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test(
        "Percent-encoding is undone once, and what is broken stays",
        arguments: [
            ("a%2Fb", "a/b"), ("%41%6a%6A", "Ajj"), ("%252F", "%2F"), ("%", "%"), ("%4", "%4"), ("%4g%zz", "%4g%zz"),
            ("100%", "100%"), ("", ""), ("%%41", "%A"),
        ]
    )
    func percent(_ text: String, _ plain: String) {
        let bytes = Array(text.utf8)
        let decoded = PercentDecoder.decode(bytes.indices, bytes.span)
        #expect(decoded == Array(plain.utf8))
    }

    @Test("Percent-encoding does not reach beyond its part")
    func percentParts() {
        let bytes = Array("a%2Fb".utf8)
        let decoded = PercentDecoder.decode(0..<3, bytes.span)
        #expect(decoded == Array("a%2".utf8))
        let single = [(1, 3), (1, 4), (0, 5)].map { bytes.span.percentDecoded(at: $0, before: $1) }
        #expect(single == [nil, UInt8(ascii: "/"), nil])
    }

    /// Every sequence of up to three bytes at the edges of the classes, and of four after the leading bytes of four.
    @Test("UTF-8 is what the standard library takes for it")
    func utf8() {
        let edges: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xEF,
            0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
        ]
        var texts: [[UInt8]] = edges.map { [$0] }
        texts += edges.flatMap { first in edges.map { [first, $0] } }
        texts += texts.filter { $0.count == 2 }.flatMap { text in edges.map { text + [$0] } }
        texts += texts.filter { $0.count == 3 && $0[0] >= 0xF0 }.flatMap { text in edges.map { text + [$0] } }
        for text in texts {
            var position = 0
            while position < text.count, let length = UTF8Sequence.length(at: position, in: text.span) {
                position += length
            }
            #expect((position == text.count) == (String(validating: text, as: UTF8.self) != nil), "\(text)")
        }
    }
}
