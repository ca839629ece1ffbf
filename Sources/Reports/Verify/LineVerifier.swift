import JOSE

/// Verifies single lines of `postern verify`.
struct LineVerifier {
    /// The answer to a line that cannot be parsed.
    static let invalidInput = "invalid: input"
    /// Parsed keys by member name and the bytes of its JSON, because most lines repeat the same keys.
    ///
    /// The member name counts because a text may be an invalid key and a valid set; bytes are compared because equal strings
    /// may differ in code points, and so may their key IDs.
    private var cache: [[UInt8]: SignatureVerifier] = [:]
    private static let maxCachedKeySets = 64
    private static let maxCachedKeyBytes = 16 * 1024

    mutating func answer(to line: [UInt8]) -> String {
        guard let document = try? JSONDocument(parsing: line), document.root.isObject,
            let jws = document.root["jws"]?.string, let verifier = verifier(for: document.root)
        else { return Self.invalidInput }
        guard let failure = verifier.failure(of: Array(jws.utf8)) else { return "valid" }
        return "invalid: \(failure.rawValue)"
    }

    private mutating func verifier(for input: JSONValue) -> SignatureVerifier? {
        let set: JWKSet
        let text: [UInt8]
        switch (input["jwk"], input["jwks"]) {
        case (let key?, nil):
            guard key.isObject else { return nil }
            text = Array("jwk \(key.text)".utf8)
            if let known = cache[text] { return known }
            set = JWKSet(entries: [key], trust: .operatorFile)
        case (nil, let keys?):
            text = Array("jwks \(keys.text)".utf8)
            if let known = cache[text] { return known }
            guard let read = try? JWKSet(keys, trust: .operatorFile) else { return nil }
            set = read
        default:
            return nil
        }
        let verifier = SignatureVerifier(set)
        if text.count <= Self.maxCachedKeyBytes {
            if cache.count == Self.maxCachedKeySets { cache.removeAll(keepingCapacity: true) }
            cache[text] = verifier
        }
        return verifier
    }
}
