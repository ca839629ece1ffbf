import Authorization

/// First match in the plainest way: every rule in its order, every pattern by itself.
struct NaiveRules {
    private let rules: [(rule: Rule, paths: [NaivePathPattern]?)]

    init(_ rules: [Rule]) {
        self.rules = rules.map { ($0, $0.paths?.map(NaivePathPattern.init)) }
    }

    /// The label of the first rule that covers a clear request.
    func firstRule(method: String?, host: String?, path: String) -> String? {
        let path = Array(path.utf8)
        return rules.first { rule, paths in
            if let methods = rule.methods {
                guard let method else { return false }
                guard methods.contains(method) || method == "HEAD" && methods.contains("GET") else { return false }
            }
            if let hosts = rule.hosts {
                guard let host, hosts.contains(where: { $0.lowercased() == host.lowercased() }) else { return false }
            }
            return paths?.contains { $0.match(path) } ?? true
        }?.rule.label
    }
}
