internal import CTokenCrypto

extension AlgorithmSet {
    /// The algorithms that can be verified with the libcrypto found at run time.
    ///
    /// ML-DSA needs OpenSSL 3.5 or later; some distributions omit elliptic curves.
    public static let available: AlgorithmSet = {
        var available: AlgorithmSet = [.hmac, .rsa, .es256, .es384, .ed25519]
        for (curve, algorithms) in [("secp521r1", es512), ("secp256k1", es256k)]
        where unsafe ptc_group_available(curve) == 1 {
            available.formUnion(algorithms)
        }
        for (type, algorithms) in [
            ("ED448", ed448), ("ML-DSA-44", mlDSA44), ("ML-DSA-65", mlDSA65), ("ML-DSA-87", mlDSA87),
        ] where unsafe ptc_key_type_available(type) == 1 {
            available.formUnion(algorithms)
        }
        return available
    }()

    /// The version text of the libcrypto that was found at run time.
    public static let libraryVersion = unsafe String(cString: ptc_library_version())
}
