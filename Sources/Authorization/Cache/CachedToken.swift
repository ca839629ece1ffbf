internal import Bytes
internal import JOSE

/// A verified token in the cache: what is needed to decide about it again without its signature.
struct CachedToken {
    let tag: UInt64
    let issuer: Int
    /// The issuer's key generation with which the signature was verified.
    let generation: UInt64
    let times: TokenTimes
    /// The claims that rules use, see ``ClaimProjection``.
    let claims: JSONDocument
    /// The token or its digest, then the claim headers' names and values.
    private let bytes: [UInt8]
    /// Where the claim headers begin.
    private let fieldsStart: UInt32
    private let rows: [AnswerFields.Row]
    /// Whether ``bytes`` begin with the whole token rather than its SHA-256.
    private let isWhole: Bool
    /// Whether it was used since the clock hand last passed it.
    var isRecent = true

    /// The average memory budget of one entry, in bytes.
    static let bytesPerToken = 1024

    /// Keeps the whole token if the entry stays within ``bytesPerToken``, because comparing is cheaper than hashing.
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
        // Copied, because arrays that grew have spare capacity.
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

    /// Joins both in new storage without spare capacity.
    private static func join(_ name: Span<UInt8>, _ fields: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.count + fields.count)
        for position in name.indices { bytes.append(name[position]) }
        bytes.append(contentsOf: fields)
        return bytes
    }

    /// Whether the entry is for exactly this token.
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

    /// The memory that the entry takes, in bytes, including its slots in the cache's tables.
    var cost: Int { Self.cost(claims, bytes: bytes.capacity, rows: rows.capacity) }

    private static func cost(_ claims: JSONDocument, bytes: Int, rows: Int) -> Int {
        // An array's header is 32 bytes; the table of positions has a slot of 16 bytes, a quarter of them free.
        let tables =
            MemoryLayout<CachedToken>.stride + 24 + 32
            + (rows == 0 ? 0 : 32 + rows * MemoryLayout<AnswerFields.Row>.stride)
        guard !claims.bytes.isEmpty else { return tables + bytes }
        return tables + bytes + 64 + claims.bytes.capacity + claims.nodes.capacity * MemoryLayout<JSONNode>.stride
    }
}
