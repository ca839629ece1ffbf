internal import Crypto

/// Reads and checks one JWK (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2, RFC 9964).
struct JWKReader {
    private let jwk: JSONValue
    private let trust: JWKSet.Trust
    private let keyID: String?
    private let type: String

    /// Reads what all key types have in common.
    init(_ jwk: JSONValue, trust: JWKSet.Trust) throws(JWKSetError) {
        guard jwk.isObject else { throw JWKSetError(message: "the entry is not a JSON object") }
        self.jwk = jwk
        self.trust = trust
        keyID = try Self.string("kid", of: jwk)
        guard let type = try Self.string("kty", of: jwk) else { throw JWKSetError(message: "`kty` is missing") }
        self.type = type
        if let use = try Self.string("use", of: jwk), use != "sig" {
            throw JWKSetError(message: "`use` is \(Self.quoted(use)), not \"sig\"")
        }
        if let operations = jwk["key_ops"] {
            guard let names = operations.array, names.allSatisfy({ $0.string != nil }) else {
                throw JWKSetError(message: "`key_ops` is not an array of strings")
            }
            guard names.contains(where: { $0.string == "verify" }) else {
                throw JWKSetError(message: "`key_ops` does not allow \"verify\"")
            }
        }
    }

    /// A private member that has no business in a published set; it is ignored.
    var warning: String? {
        let secrets = type == "oct" ? [] : ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"]
        guard let found = secrets.first(where: { jwk[$0] != nil }) else { return nil }
        return "key \(Self.quoted(keyID ?? "without kid")) carries the private member `\(found)`, which was ignored: "
            + "publish public keys only and replace this one"
    }

    /// The key, checked and ready.
    func key() throws(JWKSetError) -> VerificationKey {
        switch type {
        case "RSA": try rsa()
        case "EC": try ellipticCurve()
        case "OKP": try octetKeyPair()
        case "oct": try symmetric()
        case "AKP": try algorithmKeyPair()
        default: throw JWKSetError(message: "`kty` \(Self.quoted(type)) is not supported")
        }
    }

    // MARK: Key types

    private func rsa() throws(JWKSetError) -> VerificationKey {
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
            throw JWKSetError(message: "OpenSSL finds the RSA key unsound")
        }
        return try made(.openSSL(key), can: .rsa, "RSA \(bits)")
    }

    private func ellipticCurve() throws(JWKSetError) -> VerificationKey {
        let curve = try required("crv")
        guard let known = Self.curves[curve] else {
            throw JWKSetError(message: "curve \(Self.quoted(curve)) is not supported for `kty` EC")
        }
        let x = try bytes("x")
        let y = try bytes("y")
        guard x.count == known.width, y.count == known.width else {
            throw JWKSetError(message: "coordinates on \(curve) must have exactly \(known.width) bytes")
        }
        guard let key = OpenSSLKey.ellipticCurve(group: known.group, point: [4] + x + y) else {
            throw JWKSetError(message: "the point is not on the curve \(curve)")
        }
        return try made(.openSSL(key), can: known.algorithm, "EC \(curve)")
    }

    private static let curves: [String: (group: String, width: Int, algorithm: AlgorithmSet)] = [
        "P-256": ("prime256v1", 32, .es256),
        "P-384": ("secp384r1", 48, .es384),
        "P-521": ("secp521r1", 66, .es512),
        "secp256k1": ("secp256k1", 32, .es256k),
    ]

    private func octetKeyPair() throws(JWKSetError) -> VerificationKey {
        let curve = try required("crv")
        let point = try bytes("x")
        switch curve {
        case "Ed25519":
            guard point.count == 32 else { throw JWKSetError(message: "an Ed25519 key must have exactly 32 bytes") }
            guard !SmallOrderPoints.contains(ed25519: point) else {
                throw JWKSetError(message: "the Ed25519 point has small order: anybody could sign for it")
            }
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else {
                throw JWKSetError(message: "the Ed25519 key is unsound")
            }
            return try made(.ed25519(key), can: .ed25519, "OKP Ed25519")
        case "Ed448":
            guard point.count == 57 else { throw JWKSetError(message: "an Ed448 key must have exactly 57 bytes") }
            guard !SmallOrderPoints.contains(ed448: point) else {
                throw JWKSetError(message: "the Ed448 point has small order: anybody could sign for it")
            }
            guard let key = OpenSSLKey.raw(type: "ED448", bytes: point) else {
                throw JWKSetError(message: "OpenSSL refuses the Ed448 key")
            }
            return try made(.openSSL(key), can: .ed448, "OKP Ed448")
        default:
            throw JWKSetError(message: "curve \(Self.quoted(curve)) is not supported for `kty` OKP")
        }
    }

    private func symmetric() throws(JWKSetError) -> VerificationKey {
        guard trust == .operatorFile else {
            throw JWKSetError(message: "a shared secret in a fetched set is never used")
        }
        let secret = try bytes("k")
        // A secret shorter than the hash is refused (RFC 7518 section 3.2).
        var can: AlgorithmSet = []
        if secret.count >= 32 { can.insert(.hs256) }
        if secret.count >= 48 { can.insert(.hs384) }
        if secret.count >= 64 { can.insert(.hs512) }
        guard !can.isEmpty else {
            throw JWKSetError(message: "the secret has \(secret.count) bytes; HS256 needs 32 or more")
        }
        guard let key = OpenSSLKey.secret(secret) else { throw JWKSetError(message: "OpenSSL refuses the secret") }
        return try made(.openSSL(key), can: can, "oct \(secret.count * 8)")
    }

    private func algorithmKeyPair() throws(JWKSetError) -> VerificationKey {
        let name = try required("alg")
        guard let algorithm = AlgorithmSet(name: name), let length = Self.latticeKeyLengths[algorithm] else {
            throw JWKSetError(message: "`alg` \(Self.quoted(name)) is not supported for `kty` AKP")
        }
        let point = try bytes("pub")
        guard point.count == length else {
            throw JWKSetError(message: "an \(name) key must have exactly \(length) bytes")
        }
        guard let key = OpenSSLKey.raw(type: name, bytes: point) else {
            throw JWKSetError(message: "the libcrypto on this machine does not verify \(name)")
        }
        return try made(.openSSL(key), can: algorithm, "AKP \(name)")
    }

    private static let latticeKeyLengths: [AlgorithmSet: Int] = [.mlDSA44: 1312, .mlDSA65: 1952, .mlDSA87: 2592]

    // MARK: Members

    /// Narrows what the key's type can do by the key's own `alg`.
    private func made(_ material: KeyMaterial, can: AlgorithmSet, _ summary: String) throws(JWKSetError)
        -> VerificationKey
    {
        var algorithms = can
        if let name = try Self.string("alg", of: jwk) {
            guard let named = AlgorithmSet(name: name) else {
                throw JWKSetError(message: "`alg` \(Self.quoted(name)) is not a supported signature algorithm")
            }
            algorithms.formIntersection(named)
            guard !algorithms.isEmpty else {
                throw JWKSetError(message: "`alg` \(name) does not fit a key of kind \(summary)")
            }
        }
        return VerificationKey(keyID: keyID, algorithms: algorithms, summary: summary, material: material)
    }

    /// A member that may be left out, but not be anything else than a string.
    private static func string(_ name: String, of jwk: JSONValue) throws(JWKSetError) -> String? {
        guard let value = jwk[name] else { return nil }
        guard let string = value.string else { throw JWKSetError(message: "`\(name)` is not a string") }
        return string
    }

    private func required(_ name: String) throws(JWKSetError) -> String {
        guard let value = try Self.string(name, of: jwk) else { throw JWKSetError(message: "`\(name)` is missing") }
        return value
    }

    private func bytes(_ name: String) throws(JWKSetError) -> [UInt8] {
        guard let decoded = Base64URL.decode(try required(name).utf8) else {
            throw JWKSetError(message: "`\(name)` is not base64url without padding")
        }
        return decoded
    }

    /// A hostile text made fit for a message: short, printable.
    private static func quoted(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(64).map { 0x20..<0x7F ~= $0.value ? String($0) : "?" }.joined()
        return "\"\(shown)\(text.unicodeScalars.count > 64 ? "…" : "")\""
    }
}
