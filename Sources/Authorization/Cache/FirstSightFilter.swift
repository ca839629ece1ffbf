internal import Bytes

/// A probabilistic filter of the tokens that were seen before, by their tags: four bytes for each mark.
///
/// A class, because its memory must not be copied: the system allocates it page by page, when marks are set. A cache
/// for millions of tokens takes no memory at startup or at a reload.
final class FirstSightFilter {
    /// The upper half of a tag with this index; 0 for none.
    private let marks: ZeroedWords
    /// Decides pseudorandomly which of two marks is kept.
    private var coin: UInt64 = 0

    private static let minMarks = 1 << 12
    /// Odd, with evenly spread multiples: digits of the golden ratio.
    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameter tokens: how many tokens to distinguish; 0 disables the filter.
    init(tokens: Int) {
        // At least twice as many marks, a power of two: most tokens do not share an index.
        let count = tokens > 0 ? max(Self.minMarks, 2 << (Int.bitWidth - (tokens - 1).leadingZeroBitCount)) : 0
        marks = ZeroedWords(count: count)
    }

    /// Marks a token as seen.
    ///
    /// - Returns: whether it was seen before.
    func insert(_ tag: UInt64) -> Bool {
        guard marks.count > 0 else { return false }
        let index = Int(truncatingIfNeeded: tag) & (marks.count - 1)
        // 0 means no mark.
        let mark = UInt32(truncatingIfNeeded: tag >> 32) | 1
        if marks[index] == mark { return true }
        // Every other time the older mark is kept: otherwise alternating tokens would erase each other's marks forever.
        coin &+= Self.step
        if marks[index] == 0 || coin >> 63 == 0 { marks[index] = mark }
        return false
    }
}
