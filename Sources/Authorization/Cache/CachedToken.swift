internal import Bytes
internal import JOSE

/// What is kept of a token that was found in order: enough to judge it anew without its signature, and no more.
struct CachedToken {
    let tag: UInt64
    let issuer: Int
    /// The issuer's key generation under which the signature was checked.
    let generation: UInt64
    let times: TokenTimes
    /// The claims that rules judge, see ``ClaimProjection``.
    let claims: JSONDocument
    /// What it is known by, then the claim headers' names and values.
    private let bytes: [UInt8]
    /// Where the claim headers begin.
    private let fieldsStart: UInt32
    private let rows: [AnswerFields.Row]
    /// Whether the whole text is what it is known by; else the text's SHA-256 is.
    private let isWhole: Bool
    /// Whether it was used since the clock hand last came by.
    var isRecent = true

    /// The memory of one remembered token, on average at most, in bytes.
    static let bytesPerToken = 1024

    /// Keeps a text whole if that takes no more memory than usual, because comparing is cheaper than hashing.
    init?(
        _ text: Span<UInt8>,
        tag: UInt64,
        issuer: Int,
        generation: UInt64,
        times: TokenTimes,
        claims: JSONDocument,
        fields: AnswerFields
    ) {
        self.tag = tag
        self.issuer = issuer
        self.generation = generation
        self.times = times
        self.claims = claims
        // Copied, because arrays that grew have room that nobody needs.
        rows = Array(fields.rows[...])
        // The allocator rounds up.
        let size = text.count + fields.bytes.count + 15
        isWhole = Self.cost(claims, bytes: size, rows: fields.rows.count) <= Self.bytesPerToken
        if isWhole {
            fieldsStart = UInt32(text.count)
            bytes = Self.join(text, fields.bytes)
        } else {
            guard let digest = SHA256.digest(text) else { return nil }
            fieldsStart = UInt32(digest.count)
            bytes = Self.join(digest.span, fields.bytes)
        }
    }

    /// Both in storage of their own, which is just as large as it needs to be.
    private static func join(_ name: Span<UInt8>, _ fields: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.count + fields.count)
        for position in name.indices { bytes.append(name[position]) }
        bytes.append(contentsOf: fields)
        return bytes
    }

    /// Whether it was made from exactly this text.
    func isMade(from text: Span<UInt8>) -> Bool {
        let name = bytes.span.extracting(0..<Int(fieldsStart))
        if isWhole { return name.isEqual(to: text) }
        guard let digest = SHA256.digest(text) else { return false }
        return name.isEqual(to: digest.span)
    }

    /// Appends the claim headers.
    func appendFields(to fields: inout AnswerFields) {
        fields.append(bytes: bytes[Int(fieldsStart)...], rows: rows)
    }

    /// The bytes of memory that it takes, its place in the cache's tables included.
    var cost: Int { Self.cost(claims, bytes: bytes.capacity, rows: rows.capacity) }

    private static func cost(_ claims: JSONDocument, bytes: Int, rows: Int) -> Int {
        // An array's head is 32 bytes; the table of positions has a slot of 16 bytes, a quarter of them free.
        let tables =
            MemoryLayout<CachedToken>.stride + 24 + 32
            + (rows == 0 ? 0 : 32 + rows * MemoryLayout<AnswerFields.Row>.stride)
        guard !claims.bytes.isEmpty else { return tables + bytes }
        return tables + bytes + 64 + claims.bytes.capacity + claims.nodes.capacity * MemoryLayout<JSONNode>.stride
    }
}
