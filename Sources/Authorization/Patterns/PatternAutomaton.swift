/// The Glushkov automaton of a pattern: its positions, and which may come first, last and after one another.
struct PatternAutomaton {
    /// The positions at the ends of a part of the pattern.
    struct Fragment {
        /// Whether it matches the empty text.
        var isNullable: Bool
        var first: PositionSet
        var last: PositionSet
    }

    /// The words of one set of positions.
    let width: Int
    /// Which bytes each position takes.
    private(set) var sets: [ByteSet] = []
    /// Which positions may come after each.
    private(set) var follow: [PositionSet] = []
    private(set) var whole: Fragment

    init(_ expression: PatternExpression) {
        width = max(1, (expression.size + 63) / 64)
        whole = Fragment(isNullable: true, first: PositionSet(width: width), last: PositionSet(width: width))
        whole = add(expression)
    }

    private func nothing(isNullable: Bool) -> Fragment {
        Fragment(isNullable: isNullable, first: PositionSet(width: width), last: PositionSet(width: width))
    }

    private mutating func add(_ expression: PatternExpression) -> Fragment {
        switch expression {
        case .byte(let set):
            var fragment = nothing(isNullable: false)
            fragment.first.insert(sets.count)
            fragment.last.insert(sets.count)
            sets.append(set)
            follow.append(PositionSet(width: width))
            return fragment
        case .sequence(let parts):
            var whole = nothing(isNullable: true)
            for part in parts { whole = join(whole, add(part)) }
            return whole
        case .choice(let parts):
            var whole = nothing(isNullable: false)
            for part in parts {
                let part = add(part)
                whole.isNullable = whole.isNullable || part.isNullable
                whole.first.formUnion(part.first)
                whole.last.formUnion(part.last)
            }
            return whole
        case .many(let inner):
            var fragment = add(inner)
            connect(fragment.last, to: fragment.first)
            fragment.isNullable = true
            return fragment
        case .optional(let inner):
            var fragment = add(inner)
            fragment.isNullable = true
            return fragment
        }
    }

    private mutating func join(_ one: Fragment, _ other: Fragment) -> Fragment {
        connect(one.last, to: other.first)
        var whole = Fragment(isNullable: one.isNullable && other.isNullable, first: one.first, last: other.last)
        if one.isNullable { whole.first.formUnion(other.first) }
        if other.isNullable { whole.last.formUnion(one.last) }
        return whole
    }

    private mutating func connect(_ last: PositionSet, to first: PositionSet) {
        for position in sets.indices where last.contains(position) { follow[position].formUnion(first) }
    }
}
