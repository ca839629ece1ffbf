internal import Bytes

/// The methods in the rules of a policy, by index.
struct MethodTable {
    private let names: [[UInt8]]
    private let lowercased: [[UInt8]]

    init(_ rules: [Rule]) {
        var names: [[UInt8]] = []
        for name in rules.flatMap({ Self.methods(of: $0) ?? [] }) where !names.contains(name) { names.append(name) }
        self.names = names
        lowercased = names.map { $0.map(ASCII.lowercased) }
    }

    /// The methods that a rule matches; nil for all.
    private static func methods(of rule: Rule) -> [[UInt8]]? {
        // HEAD is GET without the content (RFC 9110 section 9.3.2).
        rule.methods.map { ($0 + ($0.contains("GET") ? ["HEAD"] : [])).map { Array($0.utf8) } }
    }

    /// The indices of the methods that a rule matches; nil for all.
    func numbers(of rule: Rule) -> [Int]? {
        Self.methods(of: rule).map { $0.compactMap { names.firstIndex(of: $0) } }
    }

    /// A request's method as rules see it.
    func fact(_ part: Range<Int>?, in bytes: Span<UInt8>) -> MethodFact {
        guard let part else { return .unknown }
        if let number = names.firstIndex(where: { ASCII.equal(bytes, part, $0) }) { return .named(number) }
        // Methods are case-sensitive (RFC 9110 section 9.1), but not in every application.
        return lowercased.contains { ASCII.equalIgnoringCase(bytes, part, $0) } ? .unknown : .other
    }
}

/// A request's method as rules see it.
enum MethodFact: Equatable {
    /// A method of a rule, by its index.
    case named(Int)
    /// A method of no rule.
    case other
    /// No method, or one that differs from a rule's only in case.
    case unknown
}
