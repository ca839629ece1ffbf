internal import Bytes

/// A walk through a ``RuleTrie`` along one path: the nodes that the path may have reached; reusable.
struct RuleWalk {
    private var active: [Int] = []
    private var next: [Int] = []
    /// Reached nodes of a `**`: every later segment may continue from them.
    private var floating: [Int] = []
    private var host: [UInt8] = []
    private var best = Int.max

    /// Finds the first rule that may match a request, given what is known of it.
    ///
    /// - Parameters:
    ///   - trie: the rules.
    ///   - path: decoded, beginning with `/`; empty for rules without paths.
    ///   - method: the method.
    ///   - host: the host.
    ///   - bytes: the bytes that the host's range refers to.
    /// - Returns: the rule's index; nil when none matches.
    mutating func firstRule(
        in trie: RuleTrie,
        path: Span<UInt8>,
        method: MethodFact,
        host: HostFact,
        in bytes: Span<UInt8>
    ) -> Int? {
        best = .max
        switch host {
        case .unknown where trie.unknownHost != nil:
            if let root = trie.unknownHost { walk(from: root, trie, path, method) }
        case .known(let name):
            if !trie.hosts.isEmpty, let root = find(name, bytes, trie) { walk(from: root, trie, path, method) }
            if let root = trie.anyHost { walk(from: root, trie, path, method) }
        case .unknown:
            if let root = trie.anyHost { walk(from: root, trie, path, method) }
        }
        return best == .max ? nil : best
    }

    private mutating func find(_ host: Range<Int>, _ bytes: Span<UInt8>, _ trie: RuleTrie) -> Int? {
        self.host.removeAll(keepingCapacity: true)
        for position in host { self.host.append(ASCII.lowercased(bytes[position])) }
        return trie.hosts.find(at: 0, .literal(self.host.count), self.host.span, self.host.indices)
    }

    private mutating func walk(from root: Int, _ trie: RuleTrie, _ path: Span<UInt8>, _ method: MethodFact) {
        active.removeAll(keepingCapacity: true)
        floating.removeAll(keepingCapacity: true)
        active.append(root)
        var start = 1
        while true {
            let isEnd = start > path.count
            arrive(trie, method, isEnd: isEnd)
            guard !isEnd, !active.isEmpty || !floating.isEmpty else { return }
            var end = start
            while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
            next.removeAll(keepingCapacity: true)
            for position in active.indices { step(from: active[position], trie, path, start..<end) }
            for position in floating.indices { step(from: floating[position], trie, path, start..<end) }
            swap(&active, &next)
            start = end + 1
        }
    }

    /// Takes the rules at the reached nodes.
    private mutating func arrive(_ trie: RuleTrie, _ method: MethodFact, isEnd: Bool) {
        for position in active.indices {
            let node = active[position]
            guard trie.nodes[node].lowest < best else { continue }
            take(trie.nodes[node].passes, method)
            if isEnd { take(trie.nodes[node].ends, method) }
            if let deep = trie.nodes[node].deep, !floating.contains(deep) { floating.append(deep) }
        }
    }

    private mutating func take(_ outcomes: [RuleTrie.Outcome], _ method: MethodFact) {
        for outcome in outcomes where outcome.fits(method) {
            best = min(best, outcome.rule)
            return
        }
    }

    /// Follows every edge that matches a segment.
    private mutating func step(from node: Int, _ trie: RuleTrie, _ path: Span<UInt8>, _ segment: Range<Int>) {
        guard trie.nodes[node].lowest < best else { return }
        if trie.nodes[node].hasLiterals,
            let child = trie.edges.find(at: node, .literal(segment.count), path, segment)
        {
            next.append(child)
        }
        for shape in trie.nodes[node].shapes where shape.fits(segment.count) {
            guard let group = trie.edges.find(at: node, shape, path, segment) else { continue }
            let between = segment.lowerBound + shape.prefix..<segment.upperBound - (shape.suffix ?? 0)
            for edge in trie.starEdges[group] where Self.holds(path, between, edge.middle) { next.append(edge.child) }
        }
    }

    /// Whether a part of the path has the pieces in order; the leftmost position of each is always the best.
    private static func holds(_ path: Span<UInt8>, _ part: Range<Int>, _ pieces: [[UInt8]]) -> Bool {
        var start = part.lowerBound
        for piece in pieces {
            while true {
                guard start + piece.count <= part.upperBound else { return false }
                if ASCII.equal(path, start..<start + piece.count, piece) { break }
                start += 1
            }
            start += piece.count
        }
        return true
    }
}

extension RuleTrie.Outcome {
    /// Whether the outcome applies to a method; an unknown one may be any.
    fileprivate func fits(_ fact: MethodFact) -> Bool {
        guard let method else { return true }
        switch fact {
        case .named(let number): return number == method
        case .other: return false
        case .unknown: return true
        }
    }
}
