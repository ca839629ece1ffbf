internal import JOSE

/// Matches a whole string against a pattern byte by byte, all ways at once (Glushkov's construction).
///
/// Each byte of the pattern is a position, one bit. A step takes the positions that may follow the active ones and
/// keeps those whose set has the byte: time grows with the string's length, and nothing is ever tried again. Belongs to
/// one thread: it keeps its bits.
final class CompiledPattern {
    /// The words of one set of positions.
    private let width: Int
    private let acceptsEmpty: Bool
    private let first: [UInt64]
    private let last: [UInt64]
    /// For each position, those that may follow it.
    private let follow: [UInt64]
    /// For each byte, the positions that take it.
    private let takers: [UInt64]
    private var active: [UInt64]
    private var next: [UInt64]

    init(_ pattern: ClaimPattern) {
        let program = PatternAutomaton(pattern.expression)
        width = program.width
        acceptsEmpty = program.whole.isNullable
        first = program.whole.first.words
        last = program.whole.last.words
        follow = program.follow.flatMap(\.words)
        takers = (UInt8.min...UInt8.max).flatMap { byte in
            var takers = PositionSet(width: program.width)
            for position in program.sets.indices where program.sets[position].contains(byte) {
                takers.insert(position)
            }
            return takers.words
        }
        active = [UInt64](repeating: 0, count: width)
        next = active
    }

    /// Whether a string node's value is covered by the pattern.
    func matches(_ node: Int, in document: JSONDocument) -> Bool {
        var isStart = true
        document.forEachByte(of: node) { byte in
            step(byte, isStart: isStart)
            isStart = false
        }
        guard !isStart else { return acceptsEmpty }
        for word in 0..<width where active[word] & last[word] != 0 { return true }
        return false
    }

    private func step(_ byte: UInt8, isStart: Bool) {
        for word in 0..<width { next[word] = isStart ? first[word] : 0 }
        if !isStart {
            for word in 0..<width {
                var left = active[word]
                while left != 0 {
                    let position = word << 6 | left.trailingZeroBitCount
                    for target in 0..<width { next[target] |= follow[position * width + target] }
                    left &= left - 1
                }
            }
        }
        for word in 0..<width { next[word] &= takers[Int(byte) * width + word] }
        swap(&active, &next)
    }
}
