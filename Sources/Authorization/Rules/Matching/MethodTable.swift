internal import Bytes

/// The methods that the rules of a policy name, by their numbers.
struct MethodTable {
    private let names: [[UInt8]]
    private let lowercased: [[UInt8]]

    init(_ rules: [Rule]) {
        var names: [[UInt8]] = []
        for name in rules.flatMap({ Self.covered(by: $0) ?? [] }) where !names.contains(name) { names.append(name) }
        self.names = names
        lowercased = names.map { $0.map(ASCII.lowercased) }
    }

    /// The methods that a rule covers; nil for all of them.
    private static func covered(by rule: Rule) -> [[UInt8]]? {
        // HEAD is GET without the content (RFC 9110 section 9.3.2).
        rule.methods.map { ($0 + ($0.contains("GET") ? ["HEAD"] : [])).map { Array($0.utf8) } }
    }

    /// The numbers of the methods that a rule covers; nil for all methods.
    func numbers(of rule: Rule) -> [Int]? {
        Self.covered(by: rule).map { $0.compactMap { names.firstIndex(of: $0) } }
    }

    /// What the rules see of a request's method.
    func fact(_ part: Range<Int>?, in bytes: Span<UInt8>) -> MethodFact {
        guard let part else { return .unknown }
        if let number = names.firstIndex(where: { ASCII.equal(bytes, part, $0) }) { return .named(number) }
        // Methods are case-sensitive (RFC 9110 section 9.1), but not every application knows.
        return lowercased.contains { ASCII.equalIgnoringCase(bytes, part, $0) } ? .unknown : .other
    }
}

/// What the rules see of a request's method.
enum MethodFact: Equatable {
    /// A method that a rule names, by its number.
    case named(Int)
    /// A method that no rule names.
    case other
    /// None, or one that differs from a rule's in its case alone.
    case unknown
}
