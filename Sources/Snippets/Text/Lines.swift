/// A text that is built from blocks of lines.
struct Lines {
    private var lines: [String] = []

    var text: String { lines.joined(separator: "\n") }

    /// Appends a block, with each of its lines indented.
    mutating func add(_ block: String, indent: Int = 0) {
        let margin = String(repeating: " ", count: indent)
        for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append(line.isEmpty ? "" : margin + line)
        }
    }

    /// Appends one line for each element.
    mutating func add<Element>(each elements: [Element], indent: Int, _ line: (Element) -> String) {
        for element in elements { add(line(element), indent: indent) }
    }
}
