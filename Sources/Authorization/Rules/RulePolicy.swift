/// One policy's rules, ready to decide on one thread.
final class RulePolicy {
    let rules: [PreparedRule]
    private let methods: MethodTable
    private let trie: RuleTrie
    /// The rules as if none looked at paths, for requests without a readable one.
    private let pathless: RuleTrie
    /// As ``pathless``, of the rules that do look at paths.
    private let pathRules: RuleTrie
    private var walk = RuleWalk()
    /// What of a request the rules look at.
    let facts: RequestFacts

    init(_ rules: [Rule], issuers: [String], challenges: Challenges) {
        self.rules = rules.map { PreparedRule($0, issuers: issuers, challenges: challenges) }
        facts = self.rules.reduce([]) { $0.union($1.facts) }
        let blind = rules.map { rule in
            var blind = rule
            // A rule without any pattern covers nothing, whatever the path is.
            if rule.paths?.isEmpty == false { blind.paths = nil }
            return blind
        }
        methods = MethodTable(rules)
        trie = RuleTrieBuilder.build(rules, methods)
        pathless = RuleTrieBuilder.build(blind, methods)
        pathRules = RuleTrieBuilder.build(zip(rules, blind).filter { $0.0.paths != nil }.map(\.1), methods)
    }

    /// The members of a payload that a requirement of a rule looks at.
    var memberNames: [[UInt8]] { rules.compactMap(\.requirement).flatMap(\.memberNames) }

    /// Finds the rule that decides about a request: the first that covers it, whichever way its path is read.
    ///
    /// - Parameter reader: reads the path where rules look at it.
    func find(
        for request: borrowing Subrequest,
        in bytes: Span<UInt8>,
        _ reader: inout PathReader
    ) -> RuleFinding {
        switch request.target {
        // Whatever the rules are: this is not a proxy's question.
        case .foreign: return .ambiguous(.foreign)
        case .ambiguous where !facts.isEmpty: return .ambiguous(.headers)
        case .origin(let target) where facts.contains(.path):
            return find(for: request, in: bytes, target, &reader)
        default: return findWithoutPath(for: request, in: bytes)
        }
    }

    private func findWithoutPath(for request: borrowing Subrequest, in bytes: Span<UInt8>) -> RuleFinding {
        guard !rules.isEmpty else { return .rule(nil) }
        return finding(first(in: pathless, request, bytes), request, bytes, known: [])
    }

    private func find(
        for request: borrowing Subrequest,
        in bytes: Span<UInt8>,
        _ target: Range<Int>,
        _ reader: inout PathReader
    ) -> RuleFinding {
        var asSent: Int?
        var isFirst = true
        var other: Int??
        let problem = reader.read(bytes, target) { path in
            let rule = first(in: trie, request, bytes, path: path)
            if isFirst {
                asSent = rule
                isFirst = false
            } else if rule != asSent {
                other = .some(rule)
            }
            return other == nil
        }
        if let other { return .ambiguous(.readings(asSent: asSent, other: other)) }
        guard let problem else { return finding(asSent, request, bytes, known: .path) }
        let isJudged = first(in: pathRules, request, bytes) != nil
        return isJudged ? .ambiguous(.unreadable(problem)) : findWithoutPath(for: request, in: bytes)
    }

    /// The finding for the first rule that could cover a request.
    private func finding(
        _ number: Int?,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        known: RequestFacts
    ) -> RuleFinding {
        guard let number else { return .rule(nil) }
        var missing = rules[number].facts.subtracting(known)
        guard !missing.isEmpty else { return .rule(number) }
        if missing.contains(.host), host(of: request, bytes) != .unknown { missing.remove(.host) }
        if missing.contains(.method), methods.fact(request.method, in: bytes) != .unknown { missing.remove(.method) }
        return missing.isEmpty ? .rule(number) : .ambiguous(.missing(missing, rule: number))
    }

    /// The number of the first rule that could cover a request.
    private func first(
        in trie: RuleTrie,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        path: Span<UInt8> = Span()
    ) -> Int? {
        let method = methods.fact(request.method, in: bytes)
        return walk.firstRule(in: trie, path: path, method: method, host: host(of: request, bytes), in: bytes)
    }

    private func host(of request: borrowing Subrequest, _ bytes: Span<UInt8>) -> HostFact {
        guard facts.contains(.host), let host = request.host else { return .unknown }
        return HostName.find(in: host, bytes).map { .known($0) } ?? .unknown
    }
}
