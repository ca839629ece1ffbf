import CBare
import Crypto
import CryptoExtras
import Foundation
import JOSE

extension Subject {
    /// Every algorithm of this build, with a realistic payload where swift-crypto can sign.
    static func all(payload: String = Subject.payload) throws -> [Subject] {
        try rsa(payload) + nist(payload) + [ed25519(payload), hs256(payload)] + fixtures()
    }

    /// So many tokens of each algorithm that no processor knows one when it comes again.
    private static let variety = 1000

    /// The payload again and again, each time with another subject of the same length.
    private static func signed(
        _ algorithm: String,
        _ payload: String,
        by sign: ([UInt8]) throws -> [UInt8]
    ) rethrows -> SignedMessages {
        let header = base64(Array(#"{"alg":"\#(algorithm)","typ":"JWT","kid":"k"}"#.utf8))
        return SignedMessages(
            try (0..<variety).map { number in
                let payload = payload.replacing(Subject.subject, with: String(Int(Subject.subject)! + number))
                let message = Array("\(header).\(base64(Array(payload.utf8)))".utf8)
                return (message, try sign(message))
            }
        )
    }

    private static func bare(_ key: OpaquePointer?, _ messages: SignedMessages) -> () -> Bool {
        {
            let (message, signature) = messages.take()
            return bare_verify(key, message, message.count, signature, signature.count) == 1
        }
    }

    static func rsa(_ payload: String) throws -> [Subject] {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let primitives = try key.publicKey.getKeyPrimitives()
        let (n, e) = (Array(primitives.modulus), Array(primitives.publicExponent))
        let jwk = #"{"kid":"k","kty":"RSA","n":"\#(base64(n))","e":"\#(base64(e))"}"#
        let paddings: [(String, _RSA.Signing.Padding, Int32)] = [("RS256", .insecurePKCS1v1_5, 0), ("PS256", .PSS, 1)]
        return try paddings.map { name, padding, isPSS in
            let messages = try signed(name, payload) {
                Array(try key.signature(for: $0, padding: padding).rawRepresentation)
            }
            let publicKey = key.publicKey
            return Subject(
                name: name,
                jwk: jwk,
                tokens: messages.tokens,
                openSSL: bare(bare_rsa(n, n.count, e, e.count, "SHA256", isPSS), messages),
                swiftCrypto: {
                    let (message, raw) = messages.take()
                    return publicKey.isValidSignature(
                        _RSA.Signing.RSASignature(rawRepresentation: raw),
                        for: message,
                        padding: padding
                    )
                }
            )
        }
    }

    static func nist(_ payload: String) throws -> [Subject] {
        [try p256(payload), try p384(payload), try p521(payload)]
    }

    private static func ec(
        _ name: String,
        _ curve: String,
        _ group: String,
        _ digest: String,
        _ point: [UInt8],
        _ messages: SignedMessages,
        _ check: @escaping () -> Bool
    ) -> Subject {
        let (x, y) = (point.prefix(point.count / 2), point.suffix(point.count / 2))
        return Subject(
            name: name,
            jwk: #"{"kid":"k","kty":"EC","crv":"\#(curve)","x":"\#(base64(x))","y":"\#(base64(y))"}"#,
            tokens: messages.tokens,
            openSSL: bare(bare_ec(group, [4] + point, point.count + 1, digest), messages),
            swiftCrypto: check
        )
    }

    static func p256(_ payload: String) throws -> Subject {
        let key = P256.Signing.PrivateKey()
        let messages = try signed("ES256", payload) { Array(try key.signature(for: $0).rawRepresentation) }
        let publicKey = key.publicKey
        return ec("ES256", "P-256", "prime256v1", "SHA256", Array(publicKey.rawRepresentation), messages) {
            let (message, raw) = messages.take()
            return (try? P256.Signing.ECDSASignature(rawRepresentation: raw))
                .map { publicKey.isValidSignature($0, for: message) } ?? false
        }
    }

    static func p384(_ payload: String) throws -> Subject {
        let key = P384.Signing.PrivateKey()
        let messages = try signed("ES384", payload) { Array(try key.signature(for: $0).rawRepresentation) }
        let publicKey = key.publicKey
        return ec("ES384", "P-384", "secp384r1", "SHA384", Array(publicKey.rawRepresentation), messages) {
            let (message, raw) = messages.take()
            return (try? P384.Signing.ECDSASignature(rawRepresentation: raw))
                .map { publicKey.isValidSignature($0, for: message) } ?? false
        }
    }

    static func p521(_ payload: String) throws -> Subject {
        let key = P521.Signing.PrivateKey()
        let messages = try signed("ES512", payload) { Array(try key.signature(for: $0).rawRepresentation) }
        let publicKey = key.publicKey
        return ec("ES512", "P-521", "secp521r1", "SHA512", Array(publicKey.rawRepresentation), messages) {
            let (message, raw) = messages.take()
            return (try? P521.Signing.ECDSASignature(rawRepresentation: raw))
                .map { publicKey.isValidSignature($0, for: message) } ?? false
        }
    }

    static func ed25519(_ payload: String) throws -> Subject {
        let key = Curve25519.Signing.PrivateKey()
        let messages = try signed("EdDSA", payload) { Array(try key.signature(for: $0)) }
        let publicKey = key.publicKey
        let point = Array(publicKey.rawRepresentation)
        return Subject(
            name: "Ed25519",
            jwk: #"{"kid":"k","kty":"OKP","crv":"Ed25519","x":"\#(base64(point))"}"#,
            tokens: messages.tokens,
            openSSL: bare(bare_raw("ED25519", point, point.count), messages),
            swiftCrypto: {
                let (message, raw) = messages.take()
                return publicKey.isValidSignature(raw, for: message)
            }
        )
    }

    static func hs256(_ payload: String) -> Subject {
        let secret = [UInt8](repeating: 7, count: 32)
        let key = SymmetricKey(data: secret)
        let messages = signed("HS256", payload) { Array(HMAC<SHA256>.authenticationCode(for: $0, using: key)) }
        return Subject(
            name: "HS256",
            jwk: #"{"kid":"k","kty":"oct","k":"\#(base64(secret))"}"#,
            tokens: messages.tokens,
            openSSL: bare(bare_hmac(secret, secret.count, "SHA256"), messages),
            swiftCrypto: {
                let (message, raw) = messages.take()
                return HMAC<SHA256>.isValidAuthenticationCode(raw, authenticating: message, using: key)
            }
        )
    }

    /// The two that swift-crypto cannot sign, from the tests' tokens.
    private static func fixtures() throws -> [Subject] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Tests/JOSETests/Fixtures/tokens.json"
        )
        let entries = try JSONDocument(parsing: Array(Data(contentsOf: file))).root.array!
        return ["ES256K", "Ed448"].map { name in
            let entry = entries.first { $0["alg"]!.string == name }!
            let jws = entry["jws"]!.string!
            let dot = jws.lastIndex(of: ".")!
            let (message, raw) = (Array(jws[..<dot].utf8), Base64URL.decode(jws[dot...].dropFirst().utf8)!)
            func bytes(_ member: String) -> [UInt8] { Base64URL.decode(entry["jwk"]![member]!.string!.utf8)! }
            let key: OpaquePointer? =
                name == "Ed448"
                ? bare_raw("ED448", bytes("x"), 57) : bare_ec("secp256k1", [4] + bytes("x") + bytes("y"), 65, "SHA256")
            return Subject(
                name: name,
                jwk: entry["jwk"]!.text,
                tokens: [Array(jws.utf8)],
                openSSL: bare(key, SignedMessages([(message, raw)])),
                swiftCrypto: nil
            )
        }
    }
}
