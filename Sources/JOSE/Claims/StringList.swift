/// A claim that is one string or an array of strings (RFC 7519 section 4.1.3).
package enum StringList {
    /// Whether a claim is a string or an array of strings.
    package static func isWellFormed(_ node: Int, in document: JSONDocument) -> Bool {
        switch document.nodes[node].kind {
        case .string: return true
        case .array:
            var allStrings = true
            document.forEachElement(of: node) { element in
                allStrings = document.nodes[element].kind == .string
                return allStrings
            }
            return allStrings
        default: return false
        }
    }

    /// Calls `body` with each string's node until it returns false; the claim must be well-formed.
    package static func forEach(_ node: Int, in document: JSONDocument, _ body: (Int) -> Bool) {
        if document.nodes[node].kind == .string {
            _ = body(node)
        } else {
            document.forEachElement(of: node, body)
        }
    }
}
