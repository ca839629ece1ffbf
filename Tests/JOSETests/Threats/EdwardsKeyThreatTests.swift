import Crypto
import JOSE
import Testing

@testable import JOSE

/// What must not work about Ed25519 and Ed448 keys.
@Suite("Threats: Edwards keys") struct EdwardsKeyThreatTests {
    private let issuer = Issuer()

    private func edwards(_ curve: String, _ point: [UInt8]) throws -> String? {
        try KeyThreatTests.rejection(of: #"{"kty":"OKP","crv":"\#(curve)","x":"\#(Base64URL.encode(point))"}"#)
    }

    /// Every point of order 1, 2, 4 and 8, with both signs of x, also where an encoding is not the canonical one.
    @Test("Small order Ed25519") func smallOrderEd25519() throws {
        let top = [UInt8](repeating: 0xFF, count: 30)
        let ys: [[UInt8]] = [
            [0] + [UInt8](repeating: 0, count: 31), [1] + [UInt8](repeating: 0, count: 31),
            [0xEC] + top + [0x7F], [0xED] + top + [0x7F], [0xEE] + top + [0x7F],
            hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        ]
        for y in ys {
            for sign in [UInt8(0), 0x80] {
                var point = y
                point[31] |= sign
                #expect(try edwards("Ed25519", point) != nil, "\(point)")
            }
        }
        #expect(try edwards("Ed25519", ys[1])?.contains("small order") == true)
        #expect(try edwards("Ed25519", ys[5])?.contains("small order") == true)
        #expect(try edwards("Ed25519", ys[3])?.contains("not a point") == true)
    }

    /// Under the identity as a key, R = S * B is a signature of every message.
    @Test("Identity key verifies nothing") func identityKeyVerifiesNothing() throws {
        let identity = Base64URL.encode([1] + [UInt8](repeating: 0, count: 31))
        let set = try JWKSet.of([#"{"kty":"OKP","crv":"Ed25519","x":"\#(identity)","kid":"k"}"#])
        #expect(set.keys.isEmpty)
        #expect(SignatureVerifier(set).refusal(of: issuer.token()) == .keyUnknown)
    }

    @Test("Small order Ed448") func smallOrderEd448() throws {
        let zero = [UInt8](repeating: 0, count: 57)
        let minusOne = hex(String(repeating: "ff", count: 27))
        let ys: [[UInt8]] = [zero, [1] + zero.dropFirst(), [0xFE] + minusOne + [0xFE] + minusOne + [0]]
        for y in ys {
            for sign in [UInt8(0), 0x80] {
                var point = y
                point[56] |= sign
                #expect(try edwards("Ed448", point)?.contains("small order") == true, "\(point)")
            }
        }
        // The prime itself, and one more: zero and one in a second spelling.
        let prime = [0xFF] + minusOne + [0xFE] + minusOne + [0]
        let primePlusOne = [UInt8](repeating: 0, count: 28) + [UInt8](repeating: 0xFF, count: 28) + [0]
        for point in [prime, primePlusOne] { #expect(try edwards("Ed448", point)?.contains("not a point") == true) }
    }

    /// About half of all numbers are no y coordinate of any point; the libraries would find out at the first signature.
    @Test("Edwards bytes that are no point", arguments: [("Ed25519", 32), ("Ed448", 57)])
    func edwardsBytesThatAreNoPoint(_ curve: String, _ width: Int) throws {
        var points = 0
        for value in UInt8(2)...101 {
            let y = [value] + [UInt8](repeating: 0, count: width - 1)
            let reason = try edwards(curve, y)
            if reason == nil { points += 1 } else { #expect(reason == "the bytes are not a point on \(curve)") }
        }
        #expect(30...70 ~= points)
        for other in [0, width - 1, width + 1] {
            let reason = try edwards(curve, [UInt8](repeating: 7, count: other))
            #expect(reason == "an \(curve) key must have exactly \(width) bytes")
        }
        #expect(try edwards("X25519", [UInt8](repeating: 9, count: 32))?.contains("not supported") == true)
    }
}
