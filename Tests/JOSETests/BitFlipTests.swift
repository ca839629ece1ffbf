import JOSE
import Testing

@testable import JOSE

/// Every single bit of one token per algorithm, turned over: none may pass.
@Suite struct BitFlipTests {
    @Test(arguments: Fixture.tokens)
    func everyBitOfTheText(_ fixture: Fixture) throws {
        let verifier = SignatureVerifier(try fixture.set)
        var text = Array(fixture.jws.utf8)
        for position in text.indices {
            for bit in 0..<8 {
                text[position] ^= 1 << bit
                #expect(verifier.refusal(of: text) != nil, "bit \(bit) of byte \(position)")
                text[position] ^= 1 << bit
            }
        }
        #expect(verifier.refusal(of: text) == nil)
    }

    /// A flip in the text often spoils the base64url or the JSON; one in the signature's bytes always reaches the library.
    @Test(arguments: Fixture.tokens)
    func everyBitOfTheSignature(_ fixture: Fixture) throws {
        let verifier = SignatureVerifier(try fixture.set)
        let parts = fixture.jws.split(separator: ".", omittingEmptySubsequences: false)
        var signature = try #require(Base64URL.decode(parts[2].utf8))
        for position in signature.indices {
            for bit in 0..<8 {
                signature[position] ^= 1 << bit
                let token = "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature))"
                #expect(verifier.refusal(of: token) == .signatureInvalid, "bit \(bit) of byte \(position)")
                signature[position] ^= 1 << bit
            }
        }
    }

    @Test(arguments: Fixture.tokens)
    func everyOtherLengthOfTheSignature(_ fixture: Fixture) throws {
        let verifier = SignatureVerifier(try fixture.set)
        let parts = fixture.jws.split(separator: ".", omittingEmptySubsequences: false)
        let signature = try #require(Base64URL.decode(parts[2].utf8))
        let others = [
            [], [0], Array(signature.dropLast()), Array(signature.dropFirst()), signature + [0], [0] + signature,
            signature + signature, [UInt8](repeating: 0, count: signature.count), [UInt8](repeating: 0, count: 4096),
        ]
        for other in others {
            let token = "\(parts[0]).\(parts[1]).\(Base64URL.encode(other))"
            #expect(verifier.refusal(of: token) == .signatureInvalid, "\(other.count) bytes")
        }
    }
}
