import Testing

@testable import Bytes

@Suite("Classes of bytes")
struct ByteClassTests {
    static let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    static let digits = Set("0123456789".utf8)

    @Test("Token characters are those of RFC 9110")
    func tokens() {
        let expected = Self.letters.union(Self.digits).union("!#$%&'*+-.^_`|~".utf8)
        #expect(Set((0...255).filter(\.isToken)) == expected)
    }

    @Test("Characters of a registered name are those of RFC 3986")
    func registeredNames() {
        let expected = Self.letters.union(Self.digits).union("-._~!$&'()*+,;=".utf8)
        #expect(Set((0...255).filter(\.isRegisteredName)) == expected)
    }

    @Test("Digits and hexadecimal digits")
    func digits() {
        #expect(Set((0...255).filter(\.isDigit)) == Self.digits)
        #expect(Set((0...255).filter(\.isHexDigit)) == Self.digits.union("abcdefABCDEF".utf8))
    }

    @Test("A hexadecimal digit has its value, and nothing else has one")
    func hexValues() {
        for byte in UInt8.min ... .max {
            let character = String(UnicodeScalar(byte))
            #expect(byte.hexValue == (byte < 0x80 ? UInt8(character, radix: 16) : nil))
        }
    }

    @Test("Letters of ASCII fold, and nothing else does")
    func folding() {
        for byte in UInt8.min ... .max {
            let isUpper = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            #expect(ASCII.lowercased(byte) == (isUpper ? byte + 32 : byte))
        }
        #expect(ASCII.lowercased("KÄse") == Array("kÄse".utf8))
        func isEqual(_ text: String, _ name: String, ignoringCase: Bool) -> Bool {
            let (bytes, name) = (Array(text.utf8), Array(name.utf8))
            let part = 2..<bytes.count
            return ignoringCase
                ? ASCII.equalIgnoringCase(bytes.span, part, name) : ASCII.equal(bytes.span, part, name)
        }
        #expect(isEqual("a Bearer", "bearer", ignoringCase: true))
        #expect(!isEqual("a Bearer", "bearer", ignoringCase: false))
        #expect(isEqual("a Bearer", "Bearer", ignoringCase: false))
        #expect(!isEqual("a Beare", "bearer", ignoringCase: true))
        // The case bit alone makes these two equal.
        #expect(!isEqual("a @", "`", ignoringCase: true))
    }

    @Test("A name is found in any case, and nothing else is")
    func names() {
        func isFound(_ text: String) -> Bool {
            CaseInsensitiveName("x-original-uri").matches(Array(text.utf8).span, 0..<text.utf8.count)
        }
        for text in ["x-original-uri", "X-Original-URI", "X-ORIGINAL-URI"] { #expect(isFound(text)) }
        for text in ["x-original-url", "x-original-ur", "x_original_uri", "x-original-uri2"] { #expect(!isFound(text)) }
    }
}
