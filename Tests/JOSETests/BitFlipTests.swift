import JOSE
import Testing

@testable import JOSE

/// Every single bit of one token per algorithm, turned over: none may pass.
@Suite("Bit flips") struct BitFlipTests {
    @Test("Every bit of every part", arguments: Fixture.tokens)
    func everyBitOfEveryPart(_ fixture: Fixture) throws {
        let verifier = SignatureVerifier(try fixture.set)
        var parts = try fixture.jws.split(separator: ".").map { try #require(Base64URL.decode($0.utf8)) }
        func refusal() -> TokenFailure? {
            verifier.refusal(of: parts.map { Base64URL.encode($0) }.joined(separator: "."))
        }
        for part in 0..<3 {
            for position in parts[part].indices {
                // One bit a byte of an ML-DSA signature, which has thousands.
                for bit in parts[part].count > 1000 ? position % 8...position % 8 : 0...7 {
                    parts[part][position] ^= 1 << bit
                    let reason = refusal()
                    #expect(
                        part == 0 ? reason != nil : reason == .signatureInvalid,
                        "bit \(bit) of byte \(position) of part \(part)"
                    )
                    parts[part][position] ^= 1 << bit
                }
            }
        }
        #expect(refusal() == nil)
    }

    /// The same in the text, where a flip mostly spoils the base64url.
    @Test("Every bit of the text", arguments: ["ES256 with ES256", "EdDSA with Ed25519"])
    func everyBitOfTheText(_ name: String) throws {
        let fixture = try Fixture.token(name)
        let verifier = SignatureVerifier(try fixture.set)
        var text = Array(fixture.jws.utf8)
        for position in text.indices {
            for bit in 0..<8 {
                text[position] ^= 1 << bit
                #expect(verifier.failure(of: text) != nil, "bit \(bit) of byte \(position)")
                text[position] ^= 1 << bit
            }
        }
        #expect(verifier.failure(of: text) == nil)
    }

    @Test("Every other length of the signature", arguments: Fixture.tokens)
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
