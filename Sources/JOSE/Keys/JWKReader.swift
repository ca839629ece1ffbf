import Bytes

/// Reads and checks one JWK (RFC 7517 section 4).
///
/// This file has what key types have in common; the types are in JWKReader+KeyTypes.swift.
struct JWKReader {
    let jwk: JSONValue
    let trust: JWKSet.Trust
    private let keyID: String?

    /// Reads what all key types have in common.
    ///
    /// - Parameters:
    ///   - jwk: the key.
    ///   - trust: where the set comes from.
    ///   - issuer: the only issuer that the key's own `issuer` member may name; nil for any.
    /// - Throws: ``JWKSetError`` when the key cannot be used.
    init(_ jwk: JSONValue, trust: JWKSet.Trust, issuer: String? = nil) throws(JWKSetError) {
        guard jwk.isObject else { throw JWKSetError(message: "the entry is not a JSON object") }
        self.jwk = jwk
        self.trust = trust
        keyID = try Self.string("kid", of: jwk)
        if let use = try Self.string("use", of: jwk), !use.isExactly("sig") {
            throw JWKSetError(message: "`use` is \(Self.quoted(use)), not \"sig\"")
        }
        if let issuer, let member = try Self.string("issuer", of: jwk), !KeyIssuer.allows(member, for: issuer) {
            throw JWKSetError(message: "`issuer` is \(Self.quoted(member)): the key belongs to another issuer")
        }
        guard let operations = jwk["key_ops"] else { return }
        guard let names = operations.array, names.allSatisfy({ $0.string != nil }) else {
            throw JWKSetError(message: "`key_ops` is not an array of strings")
        }
        guard names.contains(where: { $0.string?.isExactly("verify") == true }) else {
            throw JWKSetError(message: "`key_ops` does not allow \"verify\"")
        }
    }

    /// The key after all checks.
    func key() throws(JWKSetError) -> VerificationKey {
        let type = try required("kty")
        for (name, read) in Self.types where name.isExactly(type) {
            let found = try read(self)
            return VerificationKey(
                keyID: keyID,
                algorithms: try pinned(found.algorithms, found.summary),
                summary: found.summary,
                material: found.material
            )
        }
        throw JWKSetError(message: "`kty` \(Self.quoted(type)) is not supported")
    }

    /// Restricts the algorithms of the key's type to the key's own `alg` (RFC 7517 section 4.4).
    private func pinned(_ algorithms: AlgorithmSet, _ summary: String) throws(JWKSetError) -> AlgorithmSet {
        guard let name = try Self.string("alg", of: jwk) else { return algorithms }
        guard let named = AlgorithmSet(name: name) else {
            throw JWKSetError(message: "`alg` \(Self.quoted(name)) is not a supported signature algorithm")
        }
        let both = algorithms.intersection(named)
        guard !both.isEmpty else {
            throw JWKSetError(message: "`alg` \(name) does not fit this key, \(summary)")
        }
        return both
    }

    // MARK: Warnings

    /// A warning about a private member in a published set (RFC 7518 section 6, RFC 9964 section 3); nil without one.
    ///
    /// The member is ignored.
    static func warning(about jwk: JSONValue) -> String? {
        guard jwk.isObject, jwk["kty"]?.string?.isExactly("oct") != true else { return nil }
        let secrets = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]
        guard let found = secrets.first(where: { jwk[$0] != nil }) else { return nil }
        let name = jwk["kid"]?.string.map { "with kid \(quoted($0))" } ?? "without kid"
        return "the key \(name) carries the private member `\(found)`, which was ignored; "
            + "publish public keys only and replace this one"
    }

    // MARK: Members

    /// An optional member that must be a string.
    private static func string(_ name: String, of jwk: JSONValue) throws(JWKSetError) -> String? {
        guard let value = jwk[name] else { return nil }
        guard let string = value.string else { throw JWKSetError(message: "`\(name)` is not a string") }
        return string
    }

    func required(_ name: String) throws(JWKSetError) -> String {
        guard let value = try Self.string(name, of: jwk) else { throw JWKSetError(message: "`\(name)` is missing") }
        return value
    }

    func bytes(_ name: String) throws(JWKSetError) -> [UInt8] {
        guard let decoded = URLSafeBase64.decode(try required(name).utf8) else {
            throw JWKSetError(message: "`\(name)` is not base64url without padding")
        }
        return decoded
    }

    /// An untrusted text for a message: shortened and printable.
    static func quoted(_ text: String) -> String {
        "\"\(text.excerpt(64))\""
    }
}
