/// Writes strings in YAML.
enum YAMLText {
    /// The text as a scalar that every YAML parser reads as a string.
    ///
    /// Header names such as `x-auth` and IPv4 addresses stay plain. Other text might be a number or a word such as
    /// `on`, and is quoted.
    static func scalar(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || 0x61...0x7A ~= $0 | 0x20 }
        if isPlain, text.contains("-"), !text.hasPrefix("-") { return text }
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        if numbers.count == 4, numbers.allSatisfy({ UInt8($0) != nil }) { return text }
        return quoted(text)
    }

    /// The text in double quotes.
    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
