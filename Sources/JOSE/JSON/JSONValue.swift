/// One value of a parsed document.
public struct JSONValue: Sendable {
    /// The document that contains the value.
    package let document: JSONDocument
    /// The number of the value's node.
    package let node: Int

    /// Creates the value at a node.
    package init(document: JSONDocument, node: Int) {
        self.document = document
        self.node = node
    }

    private var kind: JSONNode.Kind {
        document.nodes[node].kind
    }

    /// Whether it is an object; see ``subscript(_:)``.
    public var isObject: Bool { kind == .object }
    /// Whether it is `null`, which differs from being absent.
    public var isNull: Bool { kind == .null }

    /// A string's value; nil for other kinds.
    public var string: String? {
        kind == .string ? document.text(of: node) : nil
    }

    /// A number's nearest double, infinite beyond its range; nil for other kinds.
    public var number: Double? {
        document.number(node)
    }

    /// A boolean's value; nil for other kinds.
    public var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// An array's elements; nil for other kinds.
    public var array: [JSONValue]? {
        guard kind == .array else { return nil }
        var elements: [JSONValue] = []
        document.forEachElement(of: node) { element in
            elements.append(JSONValue(document: document, node: element))
            return true
        }
        return elements
    }

    /// The value's JSON text as in the document; a string has its quotes.
    public var text: String {
        let range = document.nodes[node].range
        let quoted = kind == .string ? range.lowerBound - 1..<range.upperBound + 1 : range
        return String(decoding: document.bytes[quoted], as: UTF8.self)
    }

    /// An object's member; nil when it has none with that name, or the value is not an object.
    public subscript(_ name: String) -> JSONValue? {
        document.member(Array(name.utf8), of: node).map { JSONValue(document: document, node: $0) }
    }
}
