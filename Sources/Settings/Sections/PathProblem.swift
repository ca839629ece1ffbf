/// Why a path pattern could never match: paths with these are ambiguous or spelt otherwise when they are compared.
enum PathProblem {
    static func first(in text: String) -> (message: String, suggestion: String?)? {
        guard text.hasPrefix("/") else {
            let isBare = text.first?.isLetter == true && !text.contains(":")
            return ("'\(text)' does not begin with /", isBare ? "did you mean '/\(text)'?" : nil)
        }
        if let query = text.firstIndex(of: "?") {
            return ("a pattern is for the path alone, without query", "did you mean '\(text[..<query])'?")
        }
        if let encoded = text.firstMatch(of: /%([0-9A-Fa-f]{2})/) {
            let decoded =
                UInt8(encoded.1, radix: 16).map { $0 > 0x20 && $0 < 0x7F ? String(UnicodeScalar($0)) : "" } ?? ""
            let suggestion = decoded.isEmpty ? nil : "did you mean '\(text.replacing(encoded.0, with: decoded))'?"
            return ("patterns are compared with the decoded path, in which there is no '\(encoded.0)'", suggestion)
        }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if segments.contains(where: { $0 == "." || $0 == ".." }) {
            return ("paths with dot segments are always refused, so '\(text)' can never match", nil)
        }
        if segments.dropLast().contains("") {
            return ("paths with // are always refused, so '\(text)' can never match", nil)
        }
        if let treacherous = text.first(where: { ";#\\".contains($0) }) {
            return ("paths with \(treacherous) are always refused, so '\(text)' can never match", nil)
        }
        return nil
    }
}
