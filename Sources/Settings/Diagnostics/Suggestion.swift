/// Suggests known words for misspelled ones.
enum Suggestion {
    /// The nearest of the known words, if it is near enough.
    static func nearest(to word: String, among known: [String]) -> String? {
        let given = folded(word)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let other = folded(candidate)
            let isBeginning =
                min(given.count, other.count) >= 3 && (other.starts(with: given) || given.starts(with: other))
            let distance = isBeginning ? min(1, distance(given, other)) : distance(given, other)
            let maxDistance = max(1, min(given.count, other.count) / 3)
            if distance <= maxDistance, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// `a`, `a or b`, `a, b or c`.
    static func alternatives(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    /// Case, separators and invisible characters do not make a different word.
    private static func folded(_ word: String) -> [UInt8] {
        let seen = String(word.lowercased().unicodeScalars.filter { !$0.isHidden })
        return seen.utf8.prefix(64).map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
    }

    /// The edit distance: insertions, deletions, replacements and swaps of adjacent characters.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...other.count)
        for i in one.indices {
            var row = [i + 1]
            for j in other.indices {
                var cost = min(previous[j] + (one[i] == other[j] ? 0 : 1), previous[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    cost = min(cost, beforePrevious[j - 1] + 1)
                }
                row.append(cost)
            }
            beforePrevious = previous
            previous = row
        }
        return previous[other.count]
    }
}
