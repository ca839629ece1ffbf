internal import Bytes
internal import JOSE

extension JSONDocument {
    /// Whether a string node has a space-separated word.
    func hasWord(_ word: [UInt8], in node: Int) -> Bool {
        guard !word.isEmpty else { return false }
        guard nodes[node].isEscaped else { return Self.hasWord(word, bytes.span, nodes[node].range) }
        let plain = utf8(of: node)
        return Self.hasWord(word, plain.span, plain.indices)
    }

    private static func hasWord(_ word: [UInt8], _ text: Span<UInt8>, _ part: Range<Int>) -> Bool {
        var start = part.lowerBound
        for position in part where text[position] == UInt8(ascii: " ") {
            if ASCII.equal(text, start..<position, word) { return true }
            start = position + 1
        }
        return ASCII.equal(text, start..<part.upperBound, word)
    }
}
