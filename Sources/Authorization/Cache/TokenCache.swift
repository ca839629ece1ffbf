internal import Bytes
internal import JOSE

/// Remembers tokens whose signature was found valid, from their second sight on.
///
/// Issuers that mint one token per request must not churn it, so the first sight leaves only a mark, and costs no hash.
/// An entry answers for exactly one text: the whole token, or its SHA-256, must be equal. When it is full, a clock hand
/// evicts what was not used since it last came by. Belongs to one thread.
struct TokenCache {
    private let capacity: Int
    /// The bytes of all entries.
    private(set) var bytes = 0
    private var positions: [UInt64: Int] = [:]
    /// What is remembered; read in place, since a copy of an entry would cost reference counts.
    private(set) var entries: [CachedToken] = []
    private let firstSights: FirstSightFilter
    private var hand = 0
    /// Makes tags differ from process to process.
    private let seed: UInt64

    /// The shortest text with a tag; anything shorter is no token with a signature.
    private static let minTokenLength = 48

    /// - Parameter capacity: tokens kept at most, 0 for none.
    init(capacity: Int, seed: UInt64 = .random(in: .min ... .max)) {
        self.capacity = capacity
        self.seed = seed | 1
        firstSights = FirstSightFilter(tokens: capacity)
    }

    var count: Int { entries.count }

    /// A cheap name for a token, from 16 bytes within its signature, which nobody can choose and keep valid.
    ///
    /// Nil when nothing is to be remembered. Two tokens may have the same tag; their texts tell them apart.
    func tag(of token: Span<UInt8>) -> UInt64? {
        guard capacity > 0, token.count >= Self.minTokenLength else { return nil }
        let start = token.count - 32
        let first = token.word(at: start) ^ seed
        let second = token.word(at: start + 8) ^ Self.secondSeed
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }

    /// Only spreads the bits: digits of the golden ratio.
    private static let secondSeed: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The position of the entry for exactly this text, if it was verified under this generation of its issuer's keys.
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

    /// Notes that a token was verified.
    ///
    /// - Returns: whether it was seen before, so that remembering it is worth its while.
    func insertFirstSight(_ tag: UInt64) -> Bool { firstSights.insert(tag) }

    /// Keeps a verified token; nil is one that cannot be kept.
    mutating func insert(_ entry: CachedToken?) {
        let limit = capacity * CachedToken.bytesPerToken
        guard let entry, entry.cost <= limit else { return }
        if let position = positions[entry.tag] { remove(position) }
        while entries.count == capacity || bytes + entry.cost > limit { remove(victim()) }
        positions[entry.tag] = entries.count
        entries.append(entry)
        bytes += entry.cost
    }

    /// The first entry that was not used since the hand last came by; there is one.
    private mutating func victim() -> Int {
        while entries[hand].isRecent {
            entries[hand].isRecent = false
            hand = (hand + 1) % entries.count
        }
        return hand
    }

    /// Forgets an entry: it expired, its key was withdrawn, or another needs its place.
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
