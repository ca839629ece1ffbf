import Testing

@testable import ProxyProtocol

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

    @Test("A name is found in any case, and nothing else is")
    func names() {
        func isFound(_ text: String) -> Bool {
            CaselessName("x-original-uri").matches(Array(text.utf8).span, 0..<text.utf8.count)
        }
        for text in ["x-original-uri", "X-Original-URI", "X-ORIGINAL-URI"] { #expect(isFound(text)) }
        for text in ["x-original-url", "x-original-ur", "x_original_uri", "x-original-uri2"] { #expect(!isFound(text)) }
    }
}
