internal import Glibc

/// Which tokens were seen before, by their tags: four bytes a mark, and for some tokens it is wrong.
///
/// A class, because its room is not the language's: the system gives it page by page, when marks are made. A cache of
/// millions takes nothing at the start, nor at a reload.
@safe
final class TokenSights {
    /// The upper half of a tag that was seen with this place; 0 for none.
    private let marks: UnsafeMutableBufferPointer<UInt32>
    /// Decides which of two marks stays.
    private var toss: UInt64 = 0

    private static let fewest = 1 << 12
    /// Odd, and its multiples are spread evenly: digits of the golden ratio.
    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameter tokens: how many of them are to be told apart; 0 when none will be noted.
    init(tokens: Int) {
        // Twice as many marks, a power of two: most tokens have a place of their own.
        let count = tokens > 0 ? max(Self.fewest, 2 << (Int.bitWidth - (tokens - 1).leadingZeroBitCount)) : 0
        let room = unsafe calloc(count, MemoryLayout<UInt32>.stride)
        precondition(unsafe count == 0 || room != nil, "out of memory")
        let start = unsafe room?.bindMemory(to: UInt32.self, capacity: count)
        unsafe marks = UnsafeMutableBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
    }

    deinit {
        unsafe free(marks.baseAddress)
    }

    /// Notes a sight of a token.
    ///
    /// - Returns: whether it was seen before.
    func note(_ tag: UInt64) -> Bool {
        guard unsafe marks.count > 0 else { return false }
        let place = unsafe Int(truncatingIfNeeded: tag) & (marks.count - 1)
        // Not 0, which stands for none.
        let mark = UInt32(truncatingIfNeeded: tag >> 32) | 1
        if unsafe marks[place] == mark { return true }
        // Every other time the older one stays: tokens that come in turn would wipe out each other's marks for ever.
        toss &+= Self.step
        if unsafe marks[place] == 0 || toss >> 63 == 0 { unsafe marks[place] = mark }
        return false
    }
}
