/// Why a path pattern could never match: such paths have several readings, or are normalised before they
/// are compared.
enum PathPatternDiagnostic {
    static func first(in text: String) -> (message: String, suggestion: String?)? {
        guard text.hasPrefix("/") else {
            let isBare = text.first?.isLetter == true && !text.contains(":")
            return ("'\(text)' does not begin with /", isBare ? "did you mean '/\(text)'?" : nil)
        }
        if let query = text.firstIndex(of: "?") {
            return ("a pattern must not contain a query", "did you mean '\(text[..<query])'?")
        }
        if let encoded = text.firstMatch(of: /%([0-9A-Fa-f]{2})/) {
            return (
                "patterns match the decoded path, which never contains '\(encoded.0)'",
                suggestion(for: encoded.0, UInt8(encoded.1, radix: 16) ?? 0, in: text)
            )
        }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if segments.contains(where: { $0 == "." || $0 == ".." }) {
            return refused(text, for: "dot segments", "write the path without them")
        }
        if segments.dropLast().contains("") { return refused(text, for: "//", "match every reading with **") }
        if let special = text.first(where: { ";\\".contains($0) }) {
            return refused(text, for: "\(special)", "match every reading with *")
        }
        return nil
    }

    private static func suggestion(for encoded: Substring, _ byte: UInt8, in text: String) -> String? {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: "."): "* matches it"
        case 0x21..<0x7F: "did you mean '\(text.replacing(encoded, with: String(UnicodeScalar(byte))))'?"
        default: nil
        }
    }

    private static func refused(_ text: String, for what: String, _ suggestion: String) -> (String, String?) {
        ("requests for '\(text)' are always refused, because servers read \(what) in several ways", suggestion)
    }
}
