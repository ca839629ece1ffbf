internal import Bytes
internal import JOSE

/// Caches tokens whose signature is valid, from their second request on.
///
/// Issuers that sign one token per request must not churn it, so the first request only sets a mark and computes no hash.
/// An entry matches exactly one token: the whole text, or its SHA-256, must be equal. A full cache evicts by the clock
/// algorithm. Used by one thread.
struct TokenCache {
    private let capacity: Int
    /// The bytes of all entries.
    private(set) var bytes = 0
    private var positions: [UInt64: Int] = [:]
    /// The entries; read in place, since copying one would change reference counts.
    private(set) var entries: [CachedToken] = []
    private let firstSights: FirstSightFilter
    private var hand = 0
    /// Makes tags differ from process to process.
    private let seed: UInt64

    /// Shorter texts have no tag: they are not signed tokens.
    private static let minTokenLength = 48

    /// - Parameters:
    ///   - capacity: the maximum number of tokens; 0 disables the cache.
    ///   - seed: random by default; fixed in tests.
    init(capacity: Int, seed: UInt64 = .random(in: .min ... .max)) {
        self.capacity = capacity
        self.seed = seed | 1
        firstSights = FirstSightFilter(tokens: capacity)
    }

    var count: Int { entries.count }

    /// A cheap hash of a token from 16 bytes of its signature, which cannot be chosen for a valid token.
    ///
    /// Nil when the cache is disabled or the text is too short. Tokens with the same tag are distinguished by their texts.
    func tag(of token: Span<UInt8>) -> UInt64? {
        guard capacity > 0, token.count >= Self.minTokenLength else { return nil }
        let start = token.count - 32
        let first = token.word(at: start) ^ seed
        let second = token.word(at: start + 8) ^ Self.secondSeed
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }

    /// Digits of the golden ratio, to spread the bits.
    private static let secondSeed: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The position of the entry for exactly this token, if it was verified with its issuer's current keys.
    mutating func find(_ tag: UInt64, _ token: Span<UInt8>, isCurrent: (Int, UInt64) -> Bool) -> Int? {
        guard let position = positions[tag] else { return nil }
        guard isCurrent(entries[position].issuer, entries[position].generation) else {
            remove(position)
            return nil
        }
        guard entries[position].isMade(from: token) else { return nil }
        entries[position].isRecent = true
        return position
    }

    /// Marks a verified token as seen.
    ///
    /// - Returns: whether it was seen before, so that it should be cached.
    func insertFirstSight(_ tag: UInt64) -> Bool { firstSights.insert(tag) }

    /// Adds an entry; nil is a token that cannot be cached.
    mutating func insert(_ entry: CachedToken?) {
        let limit = capacity * CachedToken.bytesPerToken
        guard let entry, entry.cost <= limit else { return }
        if let position = positions[entry.tag] { remove(position) }
        while entries.count == capacity || bytes + entry.cost > limit { remove(victim()) }
        positions[entry.tag] = entries.count
        entries.append(entry)
        bytes += entry.cost
    }

    /// The first entry that was not used since the hand last passed it; there always is one.
    private mutating func victim() -> Int {
        while entries[hand].isRecent {
            entries[hand].isRecent = false
            hand = (hand + 1) % entries.count
        }
        return hand
    }

    /// Removes an entry: it expired, its key was withdrawn, or it is evicted.
    mutating func remove(_ position: Int) {
        positions[entries[position].tag] = nil
        bytes -= entries[position].cost
        let last = entries.count - 1
        if position != last {
            entries[position] = entries[last]
            positions[entries[position].tag] = position
        }
        entries.removeLast()
        if hand >= entries.count { hand = 0 }
    }
}
