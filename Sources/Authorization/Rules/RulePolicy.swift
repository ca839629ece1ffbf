/// One policy's rules, ready to decide on one thread.
final class RulePolicy {
    private let rules: [PreparedRule]
    private let trie: RuleTrie
    private var walk = RuleWalk()
    /// Whether a rule looks at paths, so that a request without a clear one cannot be judged.
    let looksAtPaths: Bool
    /// Whether a rule looks at anything of the request, so that contradicting headers matter.
    let looksAtRequest: Bool

    init(_ rules: [Rule], issuers: [String], challenges: Challenges) {
        self.rules = rules.map { PreparedRule($0, issuers: issuers, challenges: challenges) }
        trie = RuleTrieBuilder.build(rules)
        looksAtPaths = rules.contains { $0.paths != nil }
        looksAtRequest = rules.contains { !$0.coversEverything }
    }

    /// The members of a payload that a requirement of a rule looks at.
    var memberNames: [[UInt8]] { rules.compactMap(\.requirement).flatMap(\.memberNames) }

    /// The first rule that covers the request; nil when none does.
    func firstRule(for request: borrowing Subrequest, path: Span<UInt8>, in bytes: Span<UInt8>) -> PreparedRule? {
        guard !rules.isEmpty else { return nil }
        let host = request.host.map { Self.withoutPort($0, bytes) }
        return walk.firstRule(in: trie, path: path, method: request.method, host: host, in: bytes).map { rules[$0] }
    }

    /// The host of `host:port` or `[v6]:port` (RFC 9110 section 7.2).
    private static func withoutPort(_ host: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        var at = host.upperBound
        while at > host.lowerBound {
            let byte = bytes[at - 1]
            if byte == UInt8(ascii: ":") { return host.lowerBound..<at - 1 }
            guard 0x30...0x39 ~= byte else { break }
            at -= 1
        }
        return host
    }
}
