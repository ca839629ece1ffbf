import Bytes

/// Reads a response's max-age (RFC 9111 section 5.2.2.1).
enum CacheLifetime {
    /// The smallest max-age among the values of Cache-Control, in seconds; nil when none is a number.
    static func maxAge(_ values: [String]) -> Double? {
        values.flatMap { $0.split(separator: ",") }.compactMap(directive).min()
    }

    private static func directive(_ text: Substring) -> Double? {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, trimmed(parts[0]).lowercased() == "max-age" else { return nil }
        var digits = trimmed(parts[1])
        if digits.utf8.count >= 2, digits.hasPrefix("\""), digits.hasSuffix("\"") {
            digits = digits.dropFirst().dropLast()
        }
        guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return nil }
        // A double holds any number of digits.
        return Double(digits)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        Substring(text.utf8.trimming(while: \.isOptionalWhiteSpace))
    }
}
