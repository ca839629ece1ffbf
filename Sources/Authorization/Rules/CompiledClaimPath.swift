internal import JOSE

/// ``ClaimPath`` compiled for lookups.
struct CompiledClaimPath {
    private struct Step {
        let name: [UInt8]
        /// The array index that the name denotes: digits without a leading zero (RFC 6901 section 4).
        let index: Int?

        init(_ token: String) {
            name = Array(token.utf8)
            index = Int(token).flatMap { $0 >= 0 && String($0).utf8.elementsEqual(token.utf8) ? $0 : nil }
        }
    }

    /// What the operator wrote.
    let text: String
    private let name: [UInt8]
    private let pointer: [Step]?

    init(_ path: ClaimPath) {
        text = path.text
        name = Array(path.text.utf8)
        pointer = path.pointer.map { $0.map(Step.init) }
    }

    /// The members of the payload that can contain the claim.
    var memberNames: [[UInt8]] {
        [name] + (pointer?.first.map { [$0.name] } ?? [])
    }

    /// The claim's node: the literal name first, then the pointer; nil when it is absent.
    func node(in payload: JSONDocument) -> Int? {
        if let node = payload.member(name) { return node }
        guard let pointer else { return nil }
        var node = 0
        for step in pointer {
            guard let next = Self.take(step, from: node, in: payload) else { return nil }
            node = next
        }
        return node
    }

    private static func take(_ step: Step, from node: Int, in payload: JSONDocument) -> Int? {
        guard payload.nodes[node].kind == .array else { return payload.member(step.name, of: node) }
        guard let index = step.index else { return nil }
        var at = 0
        var found: Int?
        payload.forEachElement(of: node) { element in
            if at == index { found = element }
            at += 1
            return found == nil
        }
        return found
    }
}
