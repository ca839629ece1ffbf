import Bytes
internal import CTokenCrypto
internal import Crypto

/// The key types (RFC 7518 section 6, RFC 8037 section 2, RFC 8812 section 3, RFC 9964 section 3).
extension JWKReader {
    /// A key after its checks: its algorithms before its own `alg` restricts them, and its type for messages.
    struct ParsedKey {
        let material: KeyMaterial
        let algorithms: AlgorithmSet
        let summary: String
    }

    typealias TypeReader = @Sendable (JWKReader) throws(JWKSetError) -> ParsedKey

    static let types: [(name: String, read: TypeReader)] = [
        ("RSA", { jwk throws(JWKSetError) in try jwk.rsa() }),
        ("EC", { jwk throws(JWKSetError) in try jwk.ellipticCurve() }),
        ("OKP", { jwk throws(JWKSetError) in try jwk.octetKeyPair() }),
        ("oct", { jwk throws(JWKSetError) in try jwk.symmetric() }),
        ("AKP", { jwk throws(JWKSetError) in try jwk.algorithmKeyPair() }),
    ]

    /// Sizes are checked first: OpenSSL accepts almost any numbers, and a hostile modulus or exponent costs milliseconds
    /// per token.
    private func rsa() throws(JWKSetError) -> ParsedKey {
        let modulus = Array(try bytes("n").drop { $0 == 0 })
        let exponent = Array(try bytes("e").drop { $0 == 0 })
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard 2048...8192 ~= bits else {
            throw JWKSetError(message: "the RSA modulus has \(bits) bits; 2048 to 8192 are accepted")
        }
        guard let last = modulus.last, last & 1 == 1 else { throw JWKSetError(message: "the RSA modulus is even") }
        let value = exponent.count > 4 ? UInt64.max : exponent.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard value >= 3, value <= UInt64(UInt32.max), value & 1 == 1 else {
            throw JWKSetError(message: "the RSA exponent must be odd, at least 3 and below 2^32")
        }
        guard let key = OpenSSLKey.rsa(modulus: modulus, exponent: exponent) else {
            throw JWKSetError(message: "OpenSSL rejects the RSA key")
        }
        return ParsedKey(material: .openSSL(key), algorithms: .rsa, summary: "RSA \(bits)")
    }

    private static let curves: [(name: String, group: String, width: Int, algorithm: AlgorithmSet)] = [
        ("P-256", "prime256v1", 32, .es256),
        ("P-384", "secp384r1", 48, .es384),
        ("P-521", "secp521r1", 66, .es512),
        ("secp256k1", "secp256k1", 32, .es256k),
    ]

    private func ellipticCurve() throws(JWKSetError) -> ParsedKey {
        let name = try required("crv")
        guard let curve = Self.curves.first(where: { $0.name.isExactly(name) }) else {
            throw JWKSetError(message: "curve \(Self.quoted(name)) is not supported for `kty` EC")
        }
        guard AlgorithmSet.available.contains(curve.algorithm) else {
            throw JWKSetError(message: "this libcrypto does not support the curve \(name)")
        }
        let x = try bytes("x")
        let y = try bytes("y")
        guard x.count == curve.width, y.count == curve.width else {
            throw JWKSetError(message: "coordinates on \(name) must have exactly \(curve.width) bytes")
        }
        guard let material = Self.material(curve.algorithm, group: curve.group, x + y) else {
            throw JWKSetError(message: "the point is not on the curve \(name)")
        }
        return ParsedKey(material: material, algorithms: curve.algorithm, summary: "EC \(name)")
    }

    /// The key in the library that verifies with it; nil when the point is not on the curve.
    private static func material(_ algorithm: AlgorithmSet, group: String, _ point: [UInt8]) -> KeyMaterial? {
        switch algorithm {
        case .es256: (try? P256.Signing.PublicKey(rawRepresentation: point)).map { .p256($0) }
        case .es384: (try? P384.Signing.PublicKey(rawRepresentation: point)).map { .p384($0) }
        default: OpenSSLKey.ellipticCurve(group: group, point: [4] + point).map { .openSSL($0) }
        }
    }

    private func octetKeyPair() throws(JWKSetError) -> ParsedKey {
        let curve = try required("crv")
        let point = try bytes("x")
        if curve.isExactly("Ed25519") {
            try check(point, PTC_ED25519, width: 32, curve, isSmall: SmallOrderPoints.contains(ed25519: point))
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else {
                throw JWKSetError(message: "the Ed25519 key is invalid")
            }
            return ParsedKey(material: .ed25519(key), algorithms: .ed25519, summary: "OKP Ed25519")
        }
        if curve.isExactly("Ed448") {
            try check(point, PTC_ED448, width: 57, curve, isSmall: SmallOrderPoints.contains(ed448: point))
            guard let key = OpenSSLKey.raw(type: "ED448", bytes: point) else {
                throw JWKSetError(message: "this libcrypto does not support Ed448")
            }
            return ParsedKey(material: .openSSL(key), algorithms: .ed448, summary: "OKP Ed448")
        }
        throw JWKSetError(message: "curve \(Self.quoted(curve)) is not supported for `kty` OKP")
    }

    private func check(_ point: [UInt8], _ curve: ptc_edwards, width: Int, _ name: String, isSmall: Bool)
        throws(JWKSetError)
    {
        guard point.count == width else {
            throw JWKSetError(message: "an \(name) key must have exactly \(width) bytes")
        }
        guard unsafe ptc_edwards_is_point(curve, point, point.count) == 1 else {
            throw JWKSetError(message: "the bytes are not a point on \(name)")
        }
        guard !isSmall else {
            throw JWKSetError(message: "the \(name) point has small order: anyone could sign for it")
        }
    }

    private func symmetric() throws(JWKSetError) -> ParsedKey {
        guard trust == .operatorFile else {
            throw JWKSetError(message: "shared secrets in a fetched set are never used")
        }
        let secret = try bytes("k")
        // A secret shorter than the hash is rejected (RFC 7518 section 3.2).
        let sizes: [(AlgorithmSet, Int)] = [(.hs256, 32), (.hs384, 48), (.hs512, 64)]
        let long = sizes.filter { secret.count >= $0.1 }.reduce(AlgorithmSet()) { $0.union($1.0) }
        guard !long.isEmpty else {
            throw JWKSetError(message: "the secret has \(secret.count) bytes; HS256 needs 32, HS384 48, HS512 64")
        }
        guard let key = OpenSSLKey.secret(secret) else { throw JWKSetError(message: "OpenSSL rejects the secret") }
        return ParsedKey(material: .openSSL(key), algorithms: long, summary: "oct of \(secret.count) bytes")
    }

    private static let latticeKeyLengths: [AlgorithmSet: Int] = [.mlDSA44: 1312, .mlDSA65: 1952, .mlDSA87: 2592]

    private func algorithmKeyPair() throws(JWKSetError) -> ParsedKey {
        let name = try required("alg")
        guard let algorithm = AlgorithmSet(name: name), let length = Self.latticeKeyLengths[algorithm] else {
            throw JWKSetError(message: "`alg` \(Self.quoted(name)) is not supported for `kty` AKP")
        }
        let point = try bytes("pub")
        guard point.count == length else {
            throw JWKSetError(message: "an \(name) key must have exactly \(length) bytes")
        }
        guard AlgorithmSet.available.contains(algorithm) else {
            throw JWKSetError(
                message: "\(name) needs OpenSSL 3.5 or later; this machine has \(AlgorithmSet.libraryVersion)"
            )
        }
        guard let key = OpenSSLKey.raw(type: name, bytes: point) else {
            throw JWKSetError(message: "OpenSSL rejects the \(name) key")
        }
        return ParsedKey(material: .openSSL(key), algorithms: algorithm, summary: "AKP \(name)")
    }
}
