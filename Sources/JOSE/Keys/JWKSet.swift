/// A JWK set: its usable keys, and why others were rejected (RFC 7517 section 5).
///
/// A bad key does not invalidate the set: it is rejected with a reason, and the others load.
public struct JWKSet: Sendable {
    /// Where the set comes from.
    public enum Trust: Sendable {
        /// It was fetched over the network: keys with a shared secret are rejected.
        case fetched
        /// It is a file of the operator: keys with a shared secret are accepted.
        case operatorFile
    }

    /// The maximum number of keys in a set.
    public static let maxKeys = 1000

    /// The usable keys, in the set's order.
    public let keys: [VerificationKey]
    /// The keys that cannot be used, in the set's order, with the reasons.
    public let rejections: [KeyRejection]
    /// Warnings about problems that do not affect verification, such as a private key in the set.
    public let warnings: [String]

    /// Parses a set from its JSON text.
    ///
    /// Checks every key, which can take milliseconds each: do not call it on an event loop.
    ///
    /// - Parameters:
    ///   - json: the text.
    ///   - trust: where the set comes from.
    ///   - issuer: the exact `iss` of the tokens that the keys verify; a key whose own `issuer` member names another one
    ///     is rejected. Nil ignores that member.
    /// - Throws: ``JWKSetError`` when the text is not strict JSON, not an object with a `keys` array, or has more
    ///   than ``maxKeys`` keys.
    public init(parsing json: [UInt8], trust: Trust, issuer: String? = nil) throws(JWKSetError) {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: json)
        } catch {
            throw JWKSetError(message: "the JWK set is not valid JSON: \(error)")
        }
        try self.init(document.root, trust: trust, issuer: issuer)
    }

    /// Reads a set from a JSON value.
    ///
    /// - Throws: as ``init(parsing:trust:issuer:)``.
    package init(_ value: JSONValue, trust: Trust, issuer: String? = nil) throws(JWKSetError) {
        guard value.isObject else { throw JWKSetError(message: "the JWK set is not a JSON object") }
        guard let entries = value["keys"]?.array else {
            throw JWKSetError(message: "the JWK set has no `keys` array")
        }
        guard entries.count <= Self.maxKeys else {
            throw JWKSetError(message: "the JWK set has \(entries.count) keys; the maximum is \(Self.maxKeys)")
        }
        self.init(entries: entries, trust: trust, issuer: issuer)
    }

    /// Creates a set from JWKs.
    package init(entries: [JSONValue], trust: Trust, issuer: String? = nil) {
        var keys: [VerificationKey] = []
        var rejections: [KeyRejection] = []
        var warnings: [String] = []
        for (index, entry) in entries.enumerated() {
            if let warning = JWKReader.warning(about: entry) { warnings.append(warning) }
            do {
                keys.append(try JWKReader(entry, trust: trust, issuer: issuer).key())
            } catch {
                let keyID = entry["kid"]?.string
                rejections.append(KeyRejection(index: index, keyID: keyID, reason: error.message))
            }
        }
        self.keys = keys
        self.rejections = rejections
        self.warnings = warnings + Self.sharedKeyIDs(of: keys)
    }

    /// Warnings about a `kid` that multiple keys share for one algorithm: each of them is tried.
    private static func sharedKeyIDs(of keys: [VerificationKey]) -> [String] {
        var seen: [[UInt8]: AlgorithmSet] = [:]
        var warnings: [String] = []
        for key in keys {
            guard let bytes = key.keyIDBytes, let keyID = key.keyID else { continue }
            if let earlier = seen[bytes], !earlier.isDisjoint(with: key.algorithms) {
                warnings.append("multiple keys have the kid \(JWKReader.quoted(keyID)); at most four are tried")
            }
            seen[bytes, default: []].formUnion(key.algorithms)
        }
        return warnings
    }
}
