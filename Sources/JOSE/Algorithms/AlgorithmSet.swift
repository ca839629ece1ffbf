import Bytes

/// A set of JWS signature algorithms, one bit each (RFC 7518 section 3.1, RFC 8037, RFC 8812, RFC 9864, RFC 9964).
///
/// A name in a token, a key or a configuration denotes a set, because `EdDSA` names two algorithms
/// (Ed25519 and Ed448). A signature is verified with an algorithm in the intersection of the three sets.
public struct AlgorithmSet: OptionSet, Hashable, Sendable {
    /// One bit for each algorithm; the bit numbers may change between releases.
    public let rawValue: UInt32

    /// Creates a set from its bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).
    public static let rs256 = AlgorithmSet(rawValue: 1 << 0)
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    public static let rs384 = AlgorithmSet(rawValue: 1 << 1)
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    public static let rs512 = AlgorithmSet(rawValue: 1 << 2)
    /// RSASSA-PSS with SHA-256, in the mask too, and a salt as long as the hash (RFC 7518 section 3.5).
    public static let ps256 = AlgorithmSet(rawValue: 1 << 3)
    /// RSASSA-PSS with SHA-384.
    public static let ps384 = AlgorithmSet(rawValue: 1 << 4)
    /// RSASSA-PSS with SHA-512.
    public static let ps512 = AlgorithmSet(rawValue: 1 << 5)
    /// ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4).
    public static let es256 = AlgorithmSet(rawValue: 1 << 6)
    /// ECDSA on P-384 with SHA-384.
    public static let es384 = AlgorithmSet(rawValue: 1 << 7)
    /// ECDSA on P-521 with SHA-512.
    public static let es512 = AlgorithmSet(rawValue: 1 << 8)
    /// ECDSA on secp256k1 with SHA-256 (RFC 8812 section 3.2).
    public static let es256k = AlgorithmSet(rawValue: 1 << 9)
    /// Ed25519, also named `EdDSA` (RFC 8037 section 3.1, RFC 9864 section 2.2).
    public static let ed25519 = AlgorithmSet(rawValue: 1 << 10)
    /// Ed448, also named `EdDSA`.
    public static let ed448 = AlgorithmSet(rawValue: 1 << 11)
    /// HMAC with SHA-256 (RFC 7518 section 3.2).
    public static let hs256 = AlgorithmSet(rawValue: 1 << 12)
    /// HMAC with SHA-384.
    public static let hs384 = AlgorithmSet(rawValue: 1 << 13)
    /// HMAC with SHA-512.
    public static let hs512 = AlgorithmSet(rawValue: 1 << 14)
    /// ML-DSA-44 (RFC 9964), where libcrypto supports it; see ``available``.
    public static let mlDSA44 = AlgorithmSet(rawValue: 1 << 15)
    /// ML-DSA-65.
    public static let mlDSA65 = AlgorithmSet(rawValue: 1 << 16)
    /// ML-DSA-87.
    public static let mlDSA87 = AlgorithmSet(rawValue: 1 << 17)

    /// Both curves of the polymorphic name `EdDSA` (RFC 8037 section 3.1).
    public static let edDSA: AlgorithmSet = [.ed25519, .ed448]
    /// Every algorithm of an RSA key.
    public static let rsa: AlgorithmSet = [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]
    /// The algorithms with a shared secret: accepted only for keys from ``JWKSet/Trust/operatorFile``.
    public static let hmac: AlgorithmSet = [.hs256, .hs384, .hs512]
    /// Every algorithm with a public key: the default for an issuer whose configuration lists none.
    public static let asymmetric: AlgorithmSet = [
        .rsa, .es256, .es384, .es512, .es256k, .edDSA, .mlDSA44, .mlDSA65, .mlDSA87,
    ]

    /// Every registered name with its algorithms, in the order of the documentation.
    public static let names: [(name: String, algorithms: AlgorithmSet)] = [
        ("RS256", .rs256), ("RS384", .rs384), ("RS512", .rs512),
        ("PS256", .ps256), ("PS384", .ps384), ("PS512", .ps512),
        ("ES256", .es256), ("ES384", .es384), ("ES512", .es512), ("ES256K", .es256k),
        ("EdDSA", .edDSA), ("Ed25519", .ed25519), ("Ed448", .ed448),
        ("HS256", .hs256), ("HS384", .hs384), ("HS512", .hs512),
        ("ML-DSA-44", .mlDSA44), ("ML-DSA-65", .mlDSA65), ("ML-DSA-87", .mlDSA87),
    ]

    /// ``names`` in UTF-8.
    private static let encodedNames = names.map { (name: Array($0.name.utf8), algorithms: $0.algorithms) }

    /// The algorithms that a string node names; empty for an unregistered name.
    init(named node: Int, in document: JSONDocument) {
        self = Self.encodedNames.first { document.isString(node, $0.name) }?.algorithms ?? []
    }

    /// The algorithms of a registered `alg` name; nil for any other text, `none` included.
    ///
    /// Names are compared exactly, by code point (RFC 7515 section 4.1.1).
    public init?(name: String) {
        guard let entry = Self.names.first(where: { $0.name.isExactly(name) }) else { return nil }
        self = entry.algorithms
    }

    /// The names of the members, for messages: `RS256, Ed25519`.
    public var joinedNames: String {
        Self.names.filter { $0.name != "EdDSA" && contains($0.algorithms) }.map(\.name).joined(separator: ", ")
    }
}
