extension JSONDocument {
    /// Calls `body` with each element of an array, or once with any other value, until it returns false.
    package func forEachMember(of node: Int, _ body: (Int) -> Bool) {
        if nodes[node].kind == .array {
            forEachElement(of: node, body)
        } else {
            _ = body(node)
        }
    }

    /// A node as JSON, for messages.
    package func json(of node: Int) -> String {
        JSONValue(document: self, node: node).text
    }
}
