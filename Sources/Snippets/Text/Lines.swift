/// A text that grows by blocks of lines.
struct Lines {
    private var lines: [String] = []

    var text: String { lines.joined(separator: "\n") }

    /// Adds a block, each of its lines indented by so many spaces more.
    mutating func add(_ block: String, indent: Int = 0) {
        let margin = String(repeating: " ", count: indent)
        for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append(line.isEmpty ? "" : margin + line)
        }
    }

    /// Adds one line for each element.
    mutating func add<Element>(each elements: [Element], indent: Int, _ line: (Element) -> String) {
        for element in elements { add(line(element), indent: indent) }
    }
}
