/// One policy's rules compiled to tries; used by one thread.
final class CompiledPolicy {
    let rules: [CompiledRule]
    private let methods: MethodTable
    private let trie: RuleTrie
    /// The rules without their paths, for requests without a readable path.
    private let pathless: RuleTrie
    /// As ``pathless``, only of the rules with paths.
    private let pathRules: RuleTrie
    private var walk = RuleWalk()
    /// The parts of a request that the rules match.
    let facts: RequestFacts

    init(_ rules: [Rule], issuers: [String], challenge: CompiledChallenge) {
        self.rules = rules.map { CompiledRule($0, issuers: issuers, challenge: challenge) }
        facts = self.rules.reduce([]) { $0.union($1.facts) }
        let withoutPaths = rules.map { rule in
            var withoutPaths = rule
            // A rule with an empty list of patterns matches no path.
            if rule.paths?.isEmpty == false { withoutPaths.paths = nil }
            return withoutPaths
        }
        methods = MethodTable(rules)
        trie = RuleTrieBuilder.build(rules, methods)
        pathless = RuleTrieBuilder.build(withoutPaths, methods)
        pathRules = RuleTrieBuilder.build(zip(rules, withoutPaths).filter { $0.0.paths != nil }.map(\.1), methods)
    }

    /// The members of a payload that the rules' requirements use.
    var memberNames: [[UInt8]] { rules.compactMap(\.requirement).flatMap(\.memberNames) }

    /// Finds the rule that decides about a request: the first that matches it in every reading of its path.
    ///
    /// - Parameters:
    ///   - request: the original request.
    ///   - bytes: the bytes that the request's ranges refer to.
    ///   - reader: reads the path if rules depend on it.
    /// - Returns: the rule, or why none may decide.
    func find(
        for request: borrowing Subrequest,
        in bytes: Span<UInt8>,
        _ reader: inout PathReader
    ) -> RuleMatch {
        switch request.target {
        // Refused without regard to the rules: it is not a decision request.
        case .missingPathPrefix: return .ambiguous(.missingPathPrefix)
        case .ambiguous where !facts.isEmpty: return .ambiguous(.headers)
        default: break
        }
        guard !rules.isEmpty else { return .rule(nil) }
        let known = known(of: request, bytes)
        if case .origin(let target) = request.target, facts.contains(.path) {
            return find(known, bytes, target, &reader)
        }
        return findWithoutPath(known, bytes)
    }

    /// The known parts of a request besides its path.
    private struct Known {
        let method: MethodFact
        let host: HostFact
    }

    private func known(of request: borrowing Subrequest, _ bytes: Span<UInt8>) -> Known {
        var host = HostFact.unknown
        if facts.contains(.host), let sent = request.host, let name = HostName.find(in: sent, bytes) {
            host = .known(name)
        }
        return Known(method: methods.fact(request.method, in: bytes), host: host)
    }

    private func findWithoutPath(_ known: Known, _ bytes: Span<UInt8>) -> RuleMatch {
        match(first(in: pathless, known, bytes), known, hasPath: false)
    }

    private func find(
        _ known: Known,
        _ bytes: Span<UInt8>,
        _ target: Range<Int>,
        _ reader: inout PathReader
    ) -> RuleMatch {
        var asSent: Int?
        var isFirst = true
        var other: Int??
        let problem = reader.read(bytes, target) { path in
            let rule = first(in: trie, known, bytes, path: path)
            if isFirst {
                asSent = rule
                isFirst = false
            } else if rule != asSent {
                other = .some(rule)
            }
            return other == nil
        }
        if let other { return .ambiguous(.readings(asSent: asSent, other: other)) }
        guard let problem else { return match(asSent, known, hasPath: true) }
        let dependsOnPath = first(in: pathRules, known, bytes) != nil
        return dependsOnPath ? .ambiguous(.unreadable(problem)) : findWithoutPath(known, bytes)
    }

    /// The match for the first rule that may match a request.
    private func match(_ number: Int?, _ known: Known, hasPath: Bool) -> RuleMatch {
        guard let number else { return .rule(nil) }
        var missing = rules[number].facts
        if hasPath { missing.remove(.path) }
        if known.host != .unknown { missing.remove(.host) }
        if known.method != .unknown { missing.remove(.method) }
        return missing.isEmpty ? .rule(number) : .ambiguous(.missing(missing, rule: number))
    }

    /// The index of the first rule that may match a request.
    private func first(
        in trie: RuleTrie,
        _ known: Known,
        _ bytes: Span<UInt8>,
        path: Span<UInt8> = Span()
    ) -> Int? {
        walk.firstRule(in: trie, path: path, method: known.method, host: known.host, in: bytes)
    }
}
