import Bytes

/// A strictly parsed JSON text: its bytes and a flat list of the position of each value.
///
/// Reuse it: parsing another text keeps the storage, so that a steady stream of documents allocates nothing.
public struct JSONDocument: Sendable {
    /// The text in UTF-8; call ``reparse(with:)`` after changing it.
    package var bytes: [UInt8]
    /// The values and member names, in the order of the text.
    package private(set) var nodes: [JSONNode]

    /// Creates an empty document, to be filled later.
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

    /// Parses ``bytes`` again after a change.
    ///
    /// - Throws: as ``init(parsing:)``.
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

    /// A copy whose storage has no spare capacity.
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
