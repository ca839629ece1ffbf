import JOSE

/// A compact JWS with fixed keys.
///
/// An input is the token itself or, when it begins with a brace, its header in one line and its payload in the rest, to be
/// encoded and signed here: so that mutations reach the code after base64url and the signature.
struct TokenTarget: FuzzTarget {
    static let name = "jws"

    private struct Verifiers {
        let signatures: SignatureVerifier
        let tokens: TokenVerifier
    }

    /// Kept from input to input, as an event loop does.
    private var verifiers: Verifiers?

    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool {
        let verifiers = try ready()
        let isValid =
            if input.first == UInt8(ascii: "{") {
                try Self.readParts(input, verifiers)
            } else {
                try Self.readToken(input, verifiers)
            }
        try require(verifiers.signatures.failure(of: Self.good) == nil, "a good token stays good")
        return isValid
    }

    private static let good = FuzzIssuer.sign(header: Array(#"{"alg":"HS256"}"#.utf8), payload: [])

    private mutating func ready() throws(Finding) -> Verifiers {
        if let verifiers { return verifiers }
        let keys = try FuzzIssuer.keys()
        let made = Verifiers(
            signatures: SignatureVerifier(keys),
            tokens: TokenVerifier(FuzzIssuer.requirements, keys: keys)
        )
        verifiers = made
        return made
    }

    private static func readToken(_ token: [UInt8], _ verifiers: Verifiers) throws(Finding) -> Bool {
        let isSigned = verifiers.signatures.failure(of: token) == nil
        if isSigned {
            let text = token.prefix(upTo: token.lastIndex(of: UInt8(ascii: ".")) ?? 0)
            try require(KnownToken.signedTexts.contains { $0.elementsEqual(text) }, "nobody can sign without a key")
        }
        let isGood = try verify(token, verifiers)
        try require(isSigned || !isGood, "no token is good whose signature is not")
        return isSigned
    }

    private static func readParts(_ input: [UInt8], _ verifiers: Verifiers) throws(Finding) -> Bool {
        let parts = input.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        let header = Array(parts[0])
        let payload = parts.count > 1 ? Array(parts[1]) : []
        let token = FuzzIssuer.sign(header: header, payload: payload)
        let isSigned = verifiers.signatures.failure(of: token) == nil
        try require(isSigned == FuzzIssuer.accepts(header: header), "the header decides about the signature")
        let isGood = try verify(token, verifiers)
        try require(isGood == (isSigned && FuzzIssuer.accepts(payload: payload)), "header and claims decide")
        return isGood
    }

    /// Whether the whole token is valid, with and without an observer.
    private static func verify(_ token: [UInt8], _ verifiers: Verifiers) throws(Finding) -> Bool {
        guard let text = String(validating: token, as: UTF8.self) else { return false }
        let reason = reason(verifiers.tokens.verify(text, at: FuzzIssuer.now))
        let observer = CheckObserver()
        let observed = self.reason(verifiers.tokens.verify(text, at: FuzzIssuer.now, observer: observer))
        try require(observed == reason, "a record of the checks changes nothing")
        try require((observer.failure == nil) == (reason == nil), "a refusal has a failed check")
        return reason == nil
    }

    private static func reason(_ verification: Verification) -> TokenFailure? {
        switch verification {
        case .verified: nil
        case .refused(let reason): reason
        }
    }
}
