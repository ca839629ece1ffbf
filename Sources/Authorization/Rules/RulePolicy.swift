/// One policy's rules, ready to decide.
struct RulePolicy {
    /// One rule with its comparisons prepared.
    struct PreparedRule {
        let rule: Rule
        let requirement: RequirementCheck?
        fileprivate let paths: [PathPattern.Segments]?
        fileprivate let methods: [[UInt8]]?
        fileprivate let hosts: [[UInt8]]?
    }

    private let rules: [PreparedRule]
    /// Whether a rule looks at paths, so that a request without a clear one cannot be judged.
    let looksAtPaths: Bool
    /// Whether a rule looks at anything of the request, so that contradicting headers matter.
    let looksAtRequest: Bool

    init(_ rules: [Rule], challenges: Challenges) {
        self.rules = rules.map { rule in
            PreparedRule(
                rule: rule,
                requirement: rule.requirement.map { RequirementCheck($0, challenges: challenges) },
                paths: rule.paths?.map(PathPattern.Segments.init),
                methods: rule.methods.map { methods in
                    // HEAD is GET without the content (RFC 9110 section 9.3.2).
                    (methods + (methods.contains("GET") ? ["HEAD"] : [])).map { Array($0.utf8) }
                },
                hosts: rule.hosts?.map(ASCII.lowercased)
            )
        }
        looksAtPaths = rules.contains { $0.paths != nil }
        looksAtRequest = rules.contains { !$0.coversEverything }
    }

    /// The first rule that covers the request; nil when none does.
    func firstRule(for request: borrowing Subrequest, path: [UInt8], in bytes: Span<UInt8>) -> PreparedRule? {
        for rule in rules {
            if let methods = rule.methods {
                guard let method = request.method, methods.contains(where: { ASCII.equal(bytes, method, $0) }) else {
                    continue
                }
            }
            if let hosts = rule.hosts {
                guard let host = request.host.map({ Self.withoutPort($0, bytes) }),
                    hosts.contains(where: { ASCII.equalIgnoringCase(bytes, host, $0) })
                else { continue }
            }
            if let paths = rule.paths {
                guard paths.contains(where: { $0.match(path) }) else { continue }
            }
            return rule
        }
        return nil
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
