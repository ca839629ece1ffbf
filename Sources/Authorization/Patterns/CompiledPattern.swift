internal import JOSE

/// ``ClaimPattern`` compiled to a bit-parallel nondeterministic automaton (Glushkov's construction).
///
/// Each byte of the pattern is a position, one bit. A step takes the positions that may follow the active ones and keeps
/// those whose set has the byte: time is linear in the string, without backtracking. Used by one thread, because it
/// keeps the active positions.
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
        let automaton = PatternAutomaton(pattern.expression)
        width = automaton.width
        acceptsEmpty = automaton.whole.isNullable
        first = automaton.whole.first.words
        last = automaton.whole.last.words
        follow = automaton.follow.flatMap(\.words)
        takers = (UInt8.min...UInt8.max).flatMap { byte in
            var takers = PositionSet(width: automaton.width)
            for position in automaton.sets.indices where automaton.sets[position].contains(byte) {
                takers.insert(position)
            }
            return takers.words
        }
        active = [UInt64](repeating: 0, count: width)
        next = active
    }

    /// Whether the pattern matches a string node's whole value.
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
