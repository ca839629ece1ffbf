/// Characters that are invisible, or look like a plain space.
enum InvisibleCharacter {
    /// The first such character of a text, described for a message.
    ///
    /// ASCII control characters are excluded: they have their own messages.
    static func named(in text: some Sequence<Unicode.Scalar>) -> String? {
        text.first { $0.value > 0x7F && $0.isHidden }.map(name)
    }

    /// A clause for the end of a message about the text.
    static func hint(about text: String) -> String? {
        named(in: text.unicodeScalars).map { "it contains \($0)" }
    }

    /// A description such as `U+00A0 (no-break space), which looks like a space`.
    static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let name = scalar.properties.name.map { " (\($0.lowercased()))" } ?? ""
        let looks = scalar.properties.generalCategory == .spaceSeparator ? "looks like a space" : "is invisible"
        return "\(code)\(name), which \(looks)"
    }
}

extension Unicode.Scalar {
    /// Whether the character is invisible, or looks like a space and is none.
    ///
    /// Includes more than `isInvisible` of `Bytes`, which is about characters that can damage a log line.
    var isHidden: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        case .spaceSeparator: self != " "
        // Fillers and the blank Braille pattern are letters and symbols by category.
        default: [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0].contains(value)
        }
    }
}

extension String {
    /// The text with an escape such as `\u{00A0}` for each invisible character.
    ///
    /// Messages quote the configuration, and a quote must not end the line or control the terminal.
    var visible: String {
        unicodeScalars.reduce(into: "") { output, scalar in
            if scalar.isHidden { output += scalar.escaped(asASCII: true) } else { output.unicodeScalars.append(scalar) }
        }
    }
}
