internal import JOSE

/// One accepted value of a claim, compared as a JSON value.
struct ClaimValue {
    private let document: JSONDocument

    /// Nil when the text is no JSON.
    init?(_ json: String) {
        guard let document = try? JSONDocument(parsing: Array(json.utf8)) else { return nil }
        self.document = document
    }

    /// Whether a node of a payload is this value; with an array, whether any member is.
    func matches(_ node: Int, in payload: JSONDocument) -> Bool {
        if equals(node, in: payload) { return true }
        guard payload.nodes[node].kind == .array else { return false }
        var found = false
        payload.forEachElement(of: node) { element in
            found = equals(element, in: payload)
            return !found
        }
        return found
    }

    private func equals(_ node: Int, in payload: JSONDocument) -> Bool {
        let kind = payload.nodes[node].kind
        guard kind == document.nodes[0].kind else { return false }
        switch kind {
        case .string: return payload.isString(node, document.utf8(of: 0))
        case .number:
            // The same digits are the same number however long; else a double decides, so that 1.0 is 1.
            let mine = document.text(of: 0)
            let other = payload.text(of: node)
            if mine == other { return true }
            guard !(Self.isInteger(mine) && Self.isInteger(other)) else { return false }
            return document.number(0) == payload.number(node)
        case .true, .false, .null: return true
        case .array, .object: return false
        }
    }

    private static func isInteger(_ number: String) -> Bool {
        number != "-0" && number.utf8.allSatisfy { $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0 }
    }
}
