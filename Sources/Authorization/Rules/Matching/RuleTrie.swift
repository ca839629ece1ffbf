/// One policy's matches as a trie over path segments, for each host one and one for all hosts.
///
/// Finding the first rule costs what the path's segments cost, however many rules there are: literal segments and the
/// ends of those with `*` are looked up by hash, and branches that can only hold later rules are passed over.
struct RuleTrie {
    /// A rule that decides at a node, if the method fits.
    struct Outcome {
        let rule: Int
        /// Nil decides for every method.
        let method: Int?
    }

    /// One segment with stars: the middle pieces stand between a prefix and a suffix that were looked up.
    struct StarEdge {
        let middle: [[UInt8]]
        let child: Int
    }

    struct Node {
        /// The first rule at this node or below it.
        var lowest = Int.max
        /// Rules for paths that end here, in their order.
        var ends: [Outcome] = []
        /// Rules for every path that comes by here, by a trailing `**`.
        var passes: [Outcome] = []
        var hasLiterals = false
        /// The shapes of the segments with stars behind this node.
        var shapes: [SegmentTable.Shape] = []
        /// The node behind a `**` that more segments follow; it holds no outcome itself.
        var deep: Int?
    }

    var nodes: [Node] = []
    var edges = SegmentTable()
    /// What the table's values for segments with stars stand for.
    var starEdges: [[StarEdge]] = []
    /// The tries' roots: hosts are found in a table, as segments are.
    var hosts = SegmentTable()
    var anyHost: Int?
    /// The root of a trie with the rules of every host, for requests whose host is unknown; nil when no rule names hosts.
    var unknownHost: Int?
}

/// What the rules see of a request's host.
enum HostFact: Equatable {
    /// Where it stands, without port and final dot.
    case known(Range<Int>)
    case unknown
}
