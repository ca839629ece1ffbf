import Authorization

/// First match without optimisation: every reading, every rule in order, every pattern separately.
struct NaiveRules {
    enum Finding: Equatable {
        /// The label of the rule that decides; nil for none.
        case rule(String?)
        case ambiguous
    }

    private struct Entry {
        let rule: Rule
        let paths: [NaivePathPattern]?
    }

    private let entries: [Entry]

    init(_ rules: [Rule]) {
        entries = rules.map { Entry(rule: $0, paths: $0.paths?.map(NaivePathPattern.init)) }
    }

    /// The result for a request; nil is a missing part.
    func find(method: String?, host: String?, path: [UInt8]?) -> Finding {
        let methods = entries.flatMap { $0.rule.methods ?? [] }.flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }
        let isNear = methods.contains { $0.lowercased() == method?.lowercased() } && !methods.contains(method ?? "")
        let method = isNear ? nil : method
        let host = host.flatMap(Self.plainHost)
        guard let path, entries.contains(where: { $0.paths != nil }) else {
            return finding(first(method, host, nil), method, host, hasPath: false)
        }
        guard let readings = NaivePathReadings.of(path) else {
            let dependsOnPath = entries.contains { $0.paths != nil && Self.couldCover($0, method, host, nil) }
            return dependsOnPath ? .ambiguous : finding(first(method, host, nil), method, host, hasPath: false)
        }
        let found = readings.map { finding(first(method, host, $0), method, host, hasPath: true) }
        return found.allSatisfy { $0 == found[0] } ? found[0] : .ambiguous
    }

    /// Whether a rule without a token lets one reading of a path pass.
    func isAllowed(method: String?, host: String?, reading: [UInt8]) -> Bool {
        first(method, host.flatMap(Self.plainHost), reading)?.rule.access == .anonymous
    }

    private func first(_ method: String?, _ host: String?, _ path: [UInt8]?) -> Entry? {
        entries.first { Self.couldCover($0, method, host, path) }
    }

    private func finding(_ entry: Entry?, _ method: String?, _ host: String?, hasPath: Bool) -> Finding {
        guard let rule = entry?.rule else { return .rule(nil) }
        let looksAtMissing =
            rule.methods != nil && method == nil || rule.hosts != nil && host == nil || rule.paths != nil && !hasPath
        return looksAtMissing ? .ambiguous : .rule(rule.label)
    }

    private static func couldCover(_ entry: Entry, _ method: String?, _ host: String?, _ path: [UInt8]?) -> Bool {
        if let methods = entry.rule.methods {
            guard !methods.isEmpty else { return false }
            if let method, !methods.contains(method), !(method == "HEAD" && methods.contains("GET")) { return false }
        }
        if let hosts = entry.rule.hosts {
            guard !hosts.isEmpty else { return false }
            if let host, !hosts.contains(where: { plainHost($0) == host }) { return false }
        }
        guard let paths = entry.paths else { return true }
        guard let path else { return !paths.isEmpty }
        return paths.contains { $0.match(path) }
    }

    /// A host without case, port and final dot; nil for one that is no plain name.
    private static func plainHost(_ text: String) -> String? {
        var name = text.lowercased()
        if let colon = name.lastIndex(of: ":"), name[colon...].dropFirst().allSatisfy(\.isNumber),
            !name.hasSuffix("]")
        {
            name = String(name[..<colon])
        }
        if name.hasSuffix("]") { return name }
        if name.hasSuffix(".") { name.removeLast() }
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~".contains($0)) }
        return isPlain && !name.isEmpty && !name.hasSuffix(".") ? name : nil
    }
}
