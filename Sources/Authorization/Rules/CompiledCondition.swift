internal import JOSE

/// ``ClaimCondition`` compiled for verified claims.
struct CompiledCondition {
    /// One operator with its operands.
    enum Operation {
        case anyOf([ClaimValue])
        case not([ClaimValue])
        case contains([ClaimValue])
        case matches([CompiledPattern])
        case atLeast(JSONDocument)
        case atMost(JSONDocument)
    }

    let claim: CompiledClaimPath
    let operations: [(operation: Operation, description: String)]

    init(_ condition: ClaimCondition) {
        claim = CompiledClaimPath(condition.path)
        var operations: [(Operation, String)] = []
        func add(_ name: String, _ operands: [String]?, _ operation: ([String]) -> Operation) {
            guard let operands else { return }
            operations.append((operation(operands), name + " " + operands.joined(separator: " or ")))
        }
        add("is", condition.anyOf) { .anyOf($0.compactMap(ClaimValue.init)) }
        add("is not", condition.not) { .not($0.compactMap(ClaimValue.init)) }
        add("contains", condition.contains) { .contains($0.compactMap(ClaimValue.init)) }
        if let patterns = condition.matches {
            add("matches", patterns.map(\.text)) { _ in .matches(patterns.map(CompiledPattern.init)) }
        }
        add("is at least", condition.atLeast.map { [$0] }) { .atLeast(Self.number($0)) }
        add("is at most", condition.atMost.map { [$0] }) { .atMost(Self.number($0)) }
        self.operations = operations
    }

    /// The document of a single number; an invalid one is met by nothing.
    private static func number(_ texts: [String]) -> JSONDocument {
        texts.first.flatMap { try? JSONDocument(parsing: Array($0.utf8)) } ?? JSONDocument()
    }

    /// Whether an operator, by its index, holds for a claim.
    func holds(_ number: Int, _ node: Int, in payload: JSONDocument) -> Bool {
        holds(operations[number].operation, node, in: payload)
    }

    private func holds(_ operation: Operation, _ node: Int, in payload: JSONDocument) -> Bool {
        switch operation {
        case .anyOf(let values): values.contains { $0.matches(node, in: payload) }
        case .not(let values): !values.contains { $0.matches(node, in: payload) }
        case .contains(let values): values.contains { $0.isContained(in: node, of: payload) }
        case .matches(let patterns): Self.matches(patterns, node, in: payload)
        case .atLeast(let number): Self.order(of: node, in: payload, to: number).map { $0 != .less } ?? false
        case .atMost(let number): Self.order(of: node, in: payload, to: number).map { $0 != .greater } ?? false
        }
    }

    private static func matches(_ patterns: [CompiledPattern], _ node: Int, in payload: JSONDocument) -> Bool {
        var found = false
        payload.forEachMember(of: node) { member in
            guard payload.nodes[member].kind == .string else { return true }
            found = patterns.contains { $0.matches(member, in: payload) }
            return !found
        }
        return found
    }

    private static func order(of node: Int, in payload: JSONDocument, to number: JSONDocument) -> DecimalNumber.Order? {
        guard payload.nodes[node].kind == .number, number.nodes.first?.kind == .number else { return nil }
        return payload.orderOfNumbers(node, to: 0, of: number)
    }
}
