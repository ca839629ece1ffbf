/// A JWK set: its usable keys, and what became of the others (RFC 7517 section 5).
///
/// One bad key does not spoil the set: it is rejected with a reason and the others load.
public struct JWKSet: Sendable {
    /// Who vouches for the set.
    public enum Trust: Sendable {
        /// It came over the network: keys with a shared secret are refused.
        case fetched
        /// The operator put it there: keys with a shared secret are honoured.
        case operatorFile
    }

    /// More keys than this and the text is refused.
    public static let maxKeys = 1000

    /// The usable keys, in the set's order.
    public let keys: [VerificationKey]
    /// The keys that cannot be used, in the set's order, with the reasons.
    public let rejections: [KeyRejection]
    /// Things to mend that do no harm here, such as a private key in the set.
    public let warnings: [String]

    /// Parses a set from its JSON text.
    ///
    /// Checks every key, which can take milliseconds each: not for an event loop.
    ///
    /// - Parameter issuer: whose tokens the keys are for, the exact value of `iss`; a key whose own `issuer` member names
    ///   another one is rejected. Nil does not look at that member.
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
            throw JWKSetError(message: "the JWK set has \(entries.count) keys; at most \(Self.maxKeys) are read")
        }
        self.init(entries: entries, trust: trust, issuer: issuer)
    }

    /// A set of the given JWKs.
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

    /// Warnings about a `kid` that several keys have for one algorithm: a token costs as many tries as there are.
    private static func sharedKeyIDs(of keys: [VerificationKey]) -> [String] {
        var seen: [[UInt8]: AlgorithmSet] = [:]
        var warnings: [String] = []
        for key in keys {
            guard let bytes = key.keyIDBytes, let keyID = key.keyID else { continue }
            if let earlier = seen[bytes], !earlier.isDisjoint(with: key.algorithms) {
                warnings.append("several keys have the kid \(JWKReader.quoted(keyID)); at most four are tried")
            }
            seen[bytes, default: []].formUnion(key.algorithms)
        }
        return warnings
    }
}
