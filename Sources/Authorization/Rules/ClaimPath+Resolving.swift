internal import JOSE

extension ClaimPath {
    /// Looks the claim up: the literal name first, then the pointer (RFC 6901 section 4); nil when it is absent.
    func resolve(in payload: JSONDocument) -> Int? {
        if let node = payload.member(Array(text.utf8)) { return node }
        guard let pointer else { return nil }
        var node = 0
        for token in pointer {
            guard let next = Self.step(token, from: node, in: payload) else { return nil }
            node = next
        }
        return node
    }

    private static func step(_ token: String, from node: Int, in payload: JSONDocument) -> Int? {
        guard payload.nodes[node].kind == .array else { return payload.member(Array(token.utf8), of: node) }
        // Digits without a leading zero.
        guard let index = Int(token), index >= 0, String(index).utf8.elementsEqual(token.utf8) else { return nil }
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
