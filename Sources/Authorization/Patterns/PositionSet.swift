/// A set of positions in a pattern, one bit each.
struct PositionSet {
    private(set) var words: [UInt64]

    /// - Parameter width: the words of every set of this pattern.
    init(width: Int) {
        words = [UInt64](repeating: 0, count: width)
    }

    mutating func insert(_ position: Int) {
        words[position >> 6] |= 1 << UInt64(position & 63)
    }

    mutating func formUnion(_ other: PositionSet) {
        for word in words.indices { words[word] |= other.words[word] }
    }

    func contains(_ position: Int) -> Bool {
        words[position >> 6] >> UInt64(position & 63) & 1 == 1
    }
}
