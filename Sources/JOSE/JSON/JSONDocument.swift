import Bytes

/// A strictly parsed JSON text: its bytes, and a flat list of where each value stands.
///
/// Meant to be reused: parsing anew keeps the storage, so that a steady stream of documents allocates nothing.
public struct JSONDocument: Sendable {
    package var bytes: [UInt8]
    package private(set) var nodes: [JSONNode]

    /// A document that holds nothing, to be filled later.
    package init() {
        bytes = []
        nodes = []
    }

    /// Parses a whole text.
    ///
    /// - Throws: ``JSONError`` for anything that RFC 8259 does not allow, and for repeated member names, lone
    ///   surrogates, nesting beyond 32 levels and trailing bytes.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        self.bytes = bytes
        nodes = []
        var reader = JSONReader()
        try reparse(with: &reader)
    }

    /// Parses ``bytes`` anew after they were changed.
    package mutating func reparse(with reader: inout JSONReader) throws(JSONError) {
        try Self.read(bytes, into: &nodes, with: &reader)
    }

    private static func read(_ bytes: [UInt8], into nodes: inout [JSONNode], with reader: inout JSONReader)
        throws(JSONError)
    {
        nodes.removeAll(keepingCapacity: true)
        try nodes.append(addingCapacity: JSONReader.maxNodes(in: bytes.count)) { nodes throws(JSONError) in
            try reader.read(bytes.span, into: &nodes)
        }
    }

    /// The same document in storage that is just as large as it needs to be.
    package func compacted() -> JSONDocument {
        var copy = JSONDocument()
        copy.bytes = bytes.compacted()
        copy.nodes = nodes.compacted()
        return copy
    }

    /// The outermost value.
    public var root: JSONValue {
        JSONValue(document: self, node: 0)
    }

    /// Whether the outermost value is an object.
    package var isObject: Bool {
        nodes.first?.kind == .object
    }
}
