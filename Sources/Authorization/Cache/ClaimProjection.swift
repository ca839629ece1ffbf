internal import JOSE

/// The claims of a payload that any rule looks at, so that remembering a token does not mean keeping all of it.
struct ClaimProjection {
    private let names: Set<[UInt8]>

    /// - Parameter names: the members that are kept.
    init(keeping names: some Sequence<[UInt8]>) {
        self.names = Set(names)
    }

    /// A document with these members of a payload alone, as they are spelt; nil when there is no such document.
    func callAsFunction(_ payload: JSONDocument) -> JSONDocument? {
        guard !names.isEmpty else { return JSONDocument() }
        var parts: [Range<Int>] = []
        payload.forEachElement(of: 0) { value in
            if names.contains(payload.utf8(of: value - 1)) { parts.append(Self.text(of: value, in: payload)) }
            return true
        }
        var text: [UInt8] = []
        text.reserveCapacity(parts.reduce(2) { $0 + $1.count + 1 })
        text.append(UInt8(ascii: "{"))
        for (number, part) in parts.enumerated() {
            if number > 0 { text.append(UInt8(ascii: ",")) }
            text += payload.bytes[part]
        }
        text.append(UInt8(ascii: "}"))
        return try? JSONDocument(parsing: text).compacted()
    }

    /// A member's text from its name's first quote to its value's end.
    private static func text(of value: Int, in payload: JSONDocument) -> Range<Int> {
        let isString = payload.nodes[value].kind == .string
        let end = payload.nodes[value].range.upperBound + (isString ? 1 : 0)
        return payload.nodes[value - 1].range.lowerBound - 1..<end
    }
}
