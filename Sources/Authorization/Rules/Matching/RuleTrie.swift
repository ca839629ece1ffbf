/// One policy's rules as tries over path segments: one for each host, and one for all hosts.
///
/// The cost of finding the first rule depends on the path's segments, not on the number of rules: literal segments and
/// the ends of those with `*` are looked up by hash, and branches with only later rules are skipped.
struct RuleTrie {
    /// A rule that decides at a node if the method matches.
    struct Outcome {
        let rule: Int
        /// The method's index; nil for every method.
        let method: Int?
    }

    /// One segment with stars: the pieces between its prefix and suffix, which are looked up by hash.
    struct StarEdge {
        let middle: [[UInt8]]
        let child: Int
    }

    struct Node {
        /// The lowest rule index at this node or below it.
        var lowest = Int.max
        /// Rules for paths that end here, in order.
        var ends: [Outcome] = []
        /// Rules with a trailing `**`, for every path through this node.
        var passes: [Outcome] = []
        var hasLiterals = false
        /// The shapes of the child segments with stars.
        var shapes: [SegmentTable.Shape] = []
        /// The child for a `**` before further segments; it has no outcome itself.
        var deep: Int?
    }

    var nodes: [Node] = []
    var edges = SegmentTable()
    /// The edges of each segment with stars; ``edges`` has their indices.
    var starEdges: [[StarEdge]] = []
    /// The roots of the tries, by host.
    var hosts = SegmentTable()
    var anyHost: Int?
    /// The root of a trie with all rules, for requests with an unknown host; nil when no rule has hosts.
    var unknownHost: Int?
}

/// A request's host as rules see it.
enum HostFact: Equatable {
    /// The host's range, without port and final dot.
    case known(Range<Int>)
    case unknown
}
