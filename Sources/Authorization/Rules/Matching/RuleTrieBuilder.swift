/// Compiles rules to a ``RuleTrie``, in their order.
struct RuleTrieBuilder {
    private final class Branch {
        var ends: [RuleTrie.Outcome] = []
        var passes: [RuleTrie.Outcome] = []
        var literals: [[UInt8]: Branch] = [:]
        /// By the literal pieces between the stars.
        var stars: [[[UInt8]]: Branch] = [:]
        var deep: Branch?
    }

    private var byHost: [[UInt8]: Branch] = [:]
    private var anyHost: Branch?
    private var unknownHost: Branch?
    private var trie = RuleTrie()

    private let methods: MethodTable

    private init(_ methods: MethodTable) {
        self.methods = methods
    }

    static func build(_ rules: [Rule], _ methods: MethodTable) -> RuleTrie {
        var builder = RuleTrieBuilder(methods)
        if rules.contains(where: { $0.hosts != nil }) { builder.unknownHost = Branch() }
        for (number, rule) in rules.enumerated() { builder.insert(rule, number) }
        return builder.finished()
    }

    // MARK: Collecting

    private mutating func insert(_ rule: Rule, _ number: Int) {
        let outcomes =
            methods.numbers(of: rule).map { $0.map { RuleTrie.Outcome(rule: number, method: $0) } }
            ?? [RuleTrie.Outcome(rule: number, method: nil)]
        for root in roots(rule.hosts) {
            guard let paths = rule.paths else {
                Self.add(outcomes, to: &root.passes)
                continue
            }
            for path in paths { Self.insert(outcomes, path, root) }
        }
    }

    private mutating func roots(_ hosts: [String]?) -> [Branch] {
        let unknown = unknownHost.map { [$0] } ?? []
        guard let hosts else {
            let root = anyHost ?? Branch()
            anyHost = root
            return [root] + unknown
        }
        guard !hosts.isEmpty else { return [] }
        let named = hosts.map { host in
            byHost.child(HostName.canonical(host), Branch())
        }
        return named + unknown
    }

    private static func insert(_ outcomes: [RuleTrie.Outcome], _ path: PathPattern, _ root: Branch) {
        var branch = root
        let segments = path.segments
        for (position, segment) in segments.enumerated() {
            switch segment {
            case .anything where position == segments.count - 1:
                return add(outcomes, to: &branch.passes)
            case .anything:
                let next = branch.deep ?? Branch()
                branch.deep = next
                branch = next
            case .pieces(let pieces) where pieces.count == 1:
                branch = branch.literals.child(pieces[0], Branch())
            case .pieces(let pieces):
                branch = branch.stars.child(pieces, Branch())
            }
        }
        add(outcomes, to: &branch.ends)
    }

    /// Adds outcomes that no earlier outcome at the same node decides.
    private static func add(_ outcomes: [RuleTrie.Outcome], to list: inout [RuleTrie.Outcome]) {
        for outcome in outcomes where !list.contains(where: { $0.method == nil || $0.method == outcome.method }) {
            list.append(outcome)
        }
    }

    // MARK: Flattening

    private mutating func finished() -> RuleTrie {
        trie.anyHost = anyHost.map { flatten($0) }
        trie.unknownHost = unknownHost.map { flatten($0) }
        for (host, root) in byHost {
            trie.hosts.insert(flatten(root), at: 0, .literal(host.count), host)
        }
        return trie
    }

    /// Writes a branch and everything below it, and returns its node.
    private mutating func flatten(_ branch: Branch) -> Int {
        let number = trie.nodes.count
        trie.nodes.append(RuleTrie.Node())
        var node = RuleTrie.Node()
        node.ends = branch.ends
        node.passes = branch.passes
        node.lowest = (branch.ends + branch.passes).map(\.rule).min() ?? .max
        for (segment, child) in branch.literals {
            let child = flatten(child)
            trie.edges.insert(child, at: number, .literal(segment.count), segment)
            node.hasLiterals = true
            node.lowest = min(node.lowest, trie.nodes[child].lowest)
        }
        if let deep = branch.deep {
            let child = flatten(deep)
            node.deep = child
            node.lowest = min(node.lowest, trie.nodes[child].lowest)
        }
        flattenStars(branch, number, &node)
        trie.nodes[number] = node
        return number
    }

    private struct StarKey: Hashable {
        let shape: SegmentTable.Shape
        let ends: [UInt8]
    }

    private mutating func flattenStars(_ branch: Branch, _ number: Int, _ node: inout RuleTrie.Node) {
        var groups: [StarKey: [RuleTrie.StarEdge]] = [:]
        for (pieces, child) in branch.stars {
            guard let first = pieces.first, let last = pieces.last else { continue }
            let child = flatten(child)
            node.lowest = min(node.lowest, trie.nodes[child].lowest)
            let shape = SegmentTable.Shape(prefix: first.count, suffix: last.count)
            let middle = pieces.dropFirst().dropLast().filter { !$0.isEmpty }
            groups[StarKey(shape: shape, ends: first + last), default: []].append(.init(middle: middle, child: child))
        }
        for (key, edges) in groups {
            trie.edges.insert(trie.starEdges.count, at: number, key.shape, key.ends)
            trie.starEdges.append(edges)
            if !node.shapes.contains(key.shape) { node.shapes.append(key.shape) }
        }
    }
}

extension Dictionary {
    /// The value of a key, inserted if it is absent.
    fileprivate mutating func child(_ key: Key, _ new: @autoclosure () -> Value) -> Value {
        if let value = self[key] { return value }
        let value = new()
        self[key] = value
        return value
    }
}
