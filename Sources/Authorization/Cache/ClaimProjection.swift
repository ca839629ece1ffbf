internal import JOSE

/// Selects the claims of a payload that rules use, so that the cache need not keep the whole payload.
struct ClaimProjection {
    private let names: Set<[UInt8]>

    /// - Parameter names: the members to keep.
    init(keeping names: some Sequence<[UInt8]>) {
        self.names = Set(names)
    }

    /// A document with only these members of a payload, their text unchanged; nil when it cannot be made.
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

    /// A member's text, from the quote before its name to the end of its value.
    private static func text(of value: Int, in payload: JSONDocument) -> Range<Int> {
        let isString = payload.nodes[value].kind == .string
        let end = payload.nodes[value].range.upperBound + (isString ? 1 : 0)
        return payload.nodes[value - 1].range.lowerBound - 1..<end
    }
}
