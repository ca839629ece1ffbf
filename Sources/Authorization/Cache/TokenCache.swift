internal import JOSE

/// Remembers tokens whose signature was found valid, from their second sight on.
///
/// Issuers that mint one token per request must not churn it, so the first sight leaves only a mark, and costs no hash.
/// An entry answers for exactly one text: the SHA-256 of the whole token must be equal. When it is full, a clock hand
/// evicts what was not used since it last came by. Belongs to one thread.
struct TokenCache {
    private let capacity: Int
    private var positions: [UInt64: Int] = [:]
    private var entries: [RememberedToken] = []
    private var marks: [UInt64]
    private var hand = 0
    private let hash = SHA256()
    /// Makes tags differ from process to process.
    private let seed: UInt64

    /// The shortest text with a tag; anything shorter is no token with a signature.
    private static let shortest = 48
    private static let mostMarks = 1 << 14

    /// - Parameter capacity: tokens kept at most, 0 for none.
    init(capacity: Int, seed: UInt64 = .random(in: .min ... .max)) {
        self.capacity = capacity
        self.seed = seed | 1
        marks = [UInt64](repeating: 0, count: capacity > 0 ? Self.mostMarks : 0)
    }

    var count: Int { entries.count }

    /// A cheap name for a token, from 16 bytes within its signature, which nobody can choose and keep valid.
    ///
    /// Nil when nothing is to be remembered. Two tokens may have the same tag; the digest tells them apart.
    func tag(of token: Span<UInt8>) -> UInt64? {
        guard capacity > 0, token.count >= Self.shortest else { return nil }
        var tag = seed
        let start = token.count - 32
        for position in start..<start + 16 {
            tag = (tag ^ UInt64(token[position])) &* 0x9E37_79B9_7F4A_7C15
        }
        return tag ^ tag >> 32
    }

    /// The entry for exactly this text, if it was verified under this generation of its issuer's keys.
    mutating func find(_ tag: UInt64, _ token: Span<UInt8>, isCurrent: (Int, UInt64) -> Bool) -> Int? {
        guard let position = positions[tag] else { return nil }
        guard isCurrent(entries[position].issuer, entries[position].generation) else {
            remove(position)
            return nil
        }
        guard let digest = hash.digest(token), Self.equal(digest, entries[position].digest) else { return nil }
        entries[position].isRecent = true
        return position
    }

    private static func equal(_ one: InlineArray<4, UInt64>, _ other: InlineArray<4, UInt64>) -> Bool {
        one[0] == other[0] && one[1] == other[1] && one[2] == other[2] && one[3] == other[3]
    }

    subscript(_ position: Int) -> RememberedToken {
        _read { yield entries[position] }
    }

    /// Notes that a token was verified.
    ///
    /// - Returns: whether it was seen before, so that remembering it is worth its while.
    mutating func noteSight(_ tag: UInt64) -> Bool {
        let slot = Int(tag & UInt64(Self.mostMarks - 1))
        if marks[slot] == tag { return true }
        marks[slot] = tag
        return false
    }

    /// Keeps a verified token; `headers` are its claim header lines.
    mutating func insert(
        _ tag: UInt64,
        _ text: Span<UInt8>,
        _ token: VerifiedToken,
        issuer: Int,
        generation: UInt64,
        headers: [UInt8]
    ) {
        guard let digest = hash.digest(text) else { return }
        let entry = RememberedToken(
            digest: digest,
            tag: tag,
            issuer: issuer,
            generation: generation,
            token: token,
            headers: headers
        )
        if let position = positions[tag] {
            entries[position] = entry
        } else if entries.count < capacity {
            positions[tag] = entries.count
            entries.append(entry)
        } else {
            let position = victim()
            positions[entries[position].tag] = nil
            positions[tag] = position
            entries[position] = entry
        }
    }

    private mutating func victim() -> Int {
        while entries[hand].isRecent {
            entries[hand].isRecent = false
            hand = (hand + 1) % entries.count
        }
        defer { hand = (hand + 1) % entries.count }
        return hand
    }

    /// Forgets an entry: it expired, or its key was withdrawn.
    mutating func remove(_ position: Int) {
        positions[entries[position].tag] = nil
        let last = entries.count - 1
        if position != last {
            entries[position] = entries[last]
            positions[entries[position].tag] = position
        }
        entries.removeLast()
        if hand >= entries.count { hand = 0 }
    }
}
