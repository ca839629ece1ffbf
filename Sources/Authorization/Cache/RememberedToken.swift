internal import JOSE

/// What is kept of a token that was found in order: enough to judge it anew without its signature, and no more.
struct RememberedToken {
    let tag: UInt64
    let issuer: Int
    /// The issuer's key generation under which the signature was checked.
    let generation: UInt64
    let times: TokenTimes
    /// The claims that rules judge, see ``ClaimProjection``.
    let claims: JSONDocument
    /// What it is known by, then the claim header lines as they are sent.
    private let bytes: [UInt8]
    private let headersStart: UInt32
    /// Whether the whole text is what it is known by; else the text's SHA-256 is.
    private let isWhole: Bool
    /// Whether it was used since the clock hand last came by.
    var isRecent = true

    /// The memory of one remembered token, on average at most, in bytes.
    static let usualCost = 1024

    /// Keeps a text whole if that takes no more memory than usual, because comparing is cheaper than hashing.
    init?(
        _ text: Span<UInt8>,
        tag: UInt64,
        issuer: Int,
        generation: UInt64,
        times: TokenTimes,
        claims: JSONDocument,
        headers: Span<UInt8>
    ) {
        self.tag = tag
        self.issuer = issuer
        self.generation = generation
        self.times = times
        self.claims = claims
        // The allocator rounds up.
        isWhole = Self.cost(claims, bytes: text.count + headers.count + 15) <= Self.usualCost
        if isWhole {
            headersStart = UInt32(text.count)
            bytes = Self.join(text, headers)
        } else {
            guard let digest = SHA256.digest(text) else { return nil }
            headersStart = UInt32(digest.count)
            bytes = Self.join(digest.span, headers)
        }
    }

    /// Both in storage of their own, which is just as large as it needs to be.
    private static func join(_ name: Span<UInt8>, _ headers: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.count + headers.count)
        for position in name.indices { bytes.append(name[position]) }
        for position in headers.indices { bytes.append(headers[position]) }
        return bytes
    }

    /// Whether it was made from exactly this text.
    func isMade(from text: Span<UInt8>) -> Bool {
        let name = bytes.span.extracting(0..<Int(headersStart))
        if isWhole { return name.isEqual(to: text) }
        guard let digest = SHA256.digest(text) else { return false }
        return name.isEqual(to: digest.span)
    }

    /// Appends the claim header lines.
    func appendHeaders(to output: inout [UInt8]) {
        output.append(contentsOf: bytes[Int(headersStart)...])
    }

    /// The bytes of memory that it takes, its place in the cache's tables included.
    var cost: Int { Self.cost(claims, bytes: bytes.capacity) }

    private static func cost(_ claims: JSONDocument, bytes: Int) -> Int {
        // An array's head is 32 bytes; the table of positions has a slot of 16 bytes, a quarter of them free.
        let tables = MemoryLayout<RememberedToken>.stride + 24 + 32
        guard !claims.bytes.isEmpty else { return tables + bytes }
        return tables + bytes + 64 + claims.bytes.capacity + claims.nodes.capacity * MemoryLayout<JSONNode>.stride
    }
}
