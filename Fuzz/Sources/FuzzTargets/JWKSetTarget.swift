import JOSE

/// The input as a JWK set, fetched and from a file.
struct JWKSetTarget: FuzzTarget {
    static let name = "jwks"

    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool {
        let entries = (try? JSONDocument(parsing: input))?.root["keys"]?.array
        let fetched = try? JWKSet(parsing: input, trust: .fetched)
        let fromFile = try? JWKSet(parsing: input, trust: .operatorFile)
        try require((fetched == nil) == (fromFile == nil), "both sides read the same sets")
        guard let fetched, let fromFile else {
            try require((entries?.count ?? Int.max) > JWKSet.maxKeys, "a rejected text is not a set, or too large")
            return false
        }
        guard let entries else { throw Finding("a set that was read has a `keys` array") }
        try Self.check(fetched, entries)
        try Self.check(fromFile, entries)
        try require(fetched.keys.allSatisfy { $0.algorithms.isDisjoint(with: .hmac) }, "no secret is ever fetched")
        // RSA keys are left out: libcrypto looks for factors of a modulus at random, so that it finds those of a contrived
        // one now and then. A real modulus has none that could be found.
        let both = fetched.keys.count { $0.algorithms.isDisjoint(with: .rsa) }
        let all = fromFile.keys.count { $0.algorithms.isDisjoint(with: [.rsa, .hmac]) }
        try require(all == both, "only secrets are read from files alone")
        try Self.checkForgeries(fromFile)
        return !fromFile.keys.isEmpty
    }

    private static func check(_ set: JWKSet, _ entries: [JSONValue]) throws(Finding) {
        try require(set.keys.count + set.rejections.count == entries.count, "each entry is a key or a rejection")
        try require(set.keys.allSatisfy { !$0.algorithms.isEmpty }, "each key can do something")
        var last = -1
        for rejection in set.rejections {
            try require(rejection.index > last && rejection.index < entries.count, "rejections are in order")
            last = rejection.index
            try require(rejection.keyID == entries[rejection.index]["kid"]?.string, "a rejection has the entry's `kid`")
        }
        for message in set.rejections.map(\.reason) + set.warnings {
            let isPrintable = message.unicodeScalars.allSatisfy { 0x20..<0x7F ~= $0.value || $0 == "…" }
            try require(isPrintable && !message.isEmpty, "messages are printable: \(message)")
        }
    }

    /// Signatures that anyone can write must not be valid under any key.
    private static func checkForgeries(_ set: JWKSet) throws(Finding) {
        let verifier = SignatureVerifier(set)
        let possible = set.keys.reduce(into: AlgorithmSet()) { $0.formUnion($1.algorithms) }
        for (name, algorithm) in AlgorithmSet.names where !possible.isDisjoint(with: algorithm) {
            let input = Base64URL.encode(#"{"alg":"\#(name)"}"#.utf8) + ".e30."
            for length in [32, 48, 64, 96, 114, 132, 256] {
                let zeros = [UInt8](repeating: 0, count: length)
                for signature in [zeros, [1] + zeros.dropFirst()] {
                    let token = Array((input + Base64URL.encode(signature)).utf8)
                    try require(verifier.failure(of: token) != nil, "nobody can sign \(name) without a key")
                }
            }
        }
    }
}
