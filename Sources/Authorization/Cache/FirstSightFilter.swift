internal import Bytes

/// Which tokens were seen before, by their tags: four bytes a mark, and for some tokens it is wrong.
///
/// A class, because nobody else may have its room: the system gives it page by page, when marks are made. A cache of
/// millions takes nothing at the start, nor at a reload.
final class FirstSightFilter {
    /// The upper half of a tag that was seen with this place; 0 for none.
    private let marks: ZeroedWords
    /// Decides which of two marks stays.
    private var coin: UInt64 = 0

    private static let minMarks = 1 << 12
    /// Odd, and its multiples are spread evenly: digits of the golden ratio.
    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameter tokens: how many of them are to be told apart; 0 when none will be noted.
    init(tokens: Int) {
        // Twice as many marks, a power of two: most tokens have a place of their own.
        let count = tokens > 0 ? max(Self.minMarks, 2 << (Int.bitWidth - (tokens - 1).leadingZeroBitCount)) : 0
        marks = ZeroedWords(count: count)
    }

    /// Notes a sight of a token.
    ///
    /// - Returns: whether it was seen before.
    func insert(_ tag: UInt64) -> Bool {
        guard marks.count > 0 else { return false }
        let place = Int(truncatingIfNeeded: tag) & (marks.count - 1)
        // Not 0, which stands for none.
        let mark = UInt32(truncatingIfNeeded: tag >> 32) | 1
        if marks[place] == mark { return true }
        // Every other time the older one stays: tokens that come in turn would wipe out each other's marks for ever.
        coin &+= Self.step
        if marks[place] == 0 || coin >> 63 == 0 { marks[place] = mark }
        return false
    }
}
