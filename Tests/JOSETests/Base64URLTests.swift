import Foundation
import JOSE
import TestSupport
import Testing

@Suite("Base64url") struct Base64URLTests {
    @Test("Every length is encoded and decoded") func everyLengthThereAndBack() {
        var random = SeededGenerator(4)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = Base64URL.encode(bytes)
            let expected = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            #expect(text == expected.replacing("=", with: ""))
            #expect(Base64URL.decode(text.utf8) == bytes)
        }
    }

    /// For every short text: it decodes exactly when it is the one spelling of what it decodes to.
    @Test("Each value has one spelling") func oneSpellingEach() {
        let alphabet = Array("ABQghwxz09-_=+/ .\u{0}é".utf8)
        var texts: [[UInt8]] = [[]]
        for _ in 0..<4 {
            texts += texts.flatMap { text in alphabet.map { text + [$0] } }.filter { $0.count == texts.last!.count + 1 }
        }
        var accepted = 0
        for text in texts {
            guard let bytes = Base64URL.decode(text) else { continue }
            accepted += 1
            #expect(Array(Base64URL.encode(bytes).utf8) == text)
        }
        #expect(accepted > 12 * 12 * 12 * 12)
    }

    @Test("Every other character is refused in every place") func everyOtherCharacterIsRefusedInEveryPlace() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        #expect(alphabet.count == 64)
        for length in [2, 3, 4, 6, 7, 8] {
            for position in 0..<length {
                for byte in UInt8.min...UInt8.max where !alphabet.contains(byte) {
                    var text = [UInt8](repeating: UInt8(ascii: "A"), count: length)
                    text[position] = byte
                    #expect(Base64URL.decode(text) == nil)
                }
            }
        }
        for length in [1, 5, 9, 13] { #expect(Base64URL.decode([UInt8](repeating: 65, count: length)) == nil) }
    }
}
