internal import JOSE

/// What is kept of a verified token: enough to judge it anew without its signature, and no more.
struct RememberedToken {
    let digest: InlineArray<4, UInt64>
    let tag: UInt64
    let issuer: Int
    /// The issuer's key generation under which the signature was checked.
    let generation: UInt64
    /// The claims that are judged, see ``ClaimProjection``.
    let claims: JSONDocument
    /// The claim header lines, as they are sent.
    let headers: [UInt8]
    /// Whether it was used since the clock hand last came by.
    var isRecent = true

    /// The bytes of memory that it takes, its place in the cache's tables included.
    var cost: Int {
        // An array's head is 32 bytes; the table of positions has a slot of 16 bytes, a quarter of them free.
        let tables = MemoryLayout<RememberedToken>.stride + 24
        let document = 64 + claims.bytes.capacity + claims.nodes.capacity * MemoryLayout<JSONNode>.stride
        return tables + document + 32 + headers.capacity
    }
}
