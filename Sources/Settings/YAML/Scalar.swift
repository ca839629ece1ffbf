/// A scalar, with the kind of YAML 1.2's core schema (section 10.3.2).
struct Scalar {
    enum Kind {
        case text
        /// `yes`, `no`, `on` or `off` without quotes: text here, a boolean in YAML 1.1.
        case legacyBoolean
        case integer
        /// A number with a fraction or an exponent, or a non-finite one.
        case number
        case boolean
        case null
    }

    let text: String
    let kind: Kind

    /// A quoted scalar, which is always text.
    init(quoted text: String) {
        self.text = text
        kind = .text
    }

    /// A plain scalar, whose kind follows from its spelling.
    init(plain text: String) {
        self.text = text
        switch text {
        case "", "~", "null", "Null", "NULL": kind = .null
        case "true", "True", "TRUE", "false", "False", "FALSE": kind = .boolean
        default:
            kind = Self.legacyBooleans.contains(text.lowercased()) ? .legacyBoolean : Self.numberKind(text) ?? .text
        }
    }

    private static let legacyBooleans: Set = ["yes", "no", "on", "off"]

    private static func numberKind(_ text: String) -> Kind? {
        guard let first = text.utf8.first, first < UInt8(ascii: ":") else { return nil }
        if text.wholeMatch(of: /[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+/) != nil { return .integer }
        let float = /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)/
        return text.wholeMatch(of: float) != nil ? .number : nil
    }

    /// The scalar as JSON text (RFC 8259); nil when JSON has no such value, or YAML parsers disagree on the kind.
    var json: String? {
        switch kind {
        case .text: Self.jsonString(text)
        case .boolean: text.lowercased()
        case .null: text == "null" ? text : nil
        case .legacyBoolean: nil
        case .integer, .number:
            text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) == nil ? nil : text
        }
    }

    /// The spelling that makes it text.
    var asText: String {
        kind == .text || kind == .legacyBoolean ? text : "\"\(text)\""
    }

    /// A JSON string for comparison in rules; unlike `jsonQuoted`, it escapes only what JSON requires.
    private static func jsonString(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": output += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }
}
