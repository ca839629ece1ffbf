/// Characters that a reader of a configuration cannot see, or takes for a plain space.
enum HiddenCharacter {
    /// The first such character of a text, named for a message.
    ///
    /// ASCII's controls are left out: they have messages of their own.
    static func named(in text: some Sequence<Unicode.Scalar>) -> String? {
        text.first { $0.value > 0x7F && $0.isHidden }.map(name)
    }

    /// A clause for the end of a message about such a text.
    static func hint(about text: String) -> String? {
        named(in: text.unicodeScalars).map { "it holds \($0)" }
    }

    /// Such as `U+00A0 (no-break space), which looks like a space`.
    static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let name = scalar.properties.name.map { " (\($0.lowercased()))" } ?? ""
        let looks = scalar.properties.generalCategory == .spaceSeparator ? "looks like a space" : "cannot be seen"
        return "\(code)\(name), which \(looks)"
    }
}

extension Unicode.Scalar {
    /// Whether nothing is seen of the character, or only a space that is none.
    ///
    /// More than `isInvisible` of `Bytes`, which is about harm done to a line: here a reader looks for what is wrong.
    var isHidden: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        case .spaceSeparator: self != " "
        // Fillers and a blank pattern of dots: letters and symbols by their category.
        default: [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0].contains(value)
        }
    }
}

extension String {
    /// The text with an escape such as `\u{00A0}` in place of each hidden character: what the operator wrote is quoted
    /// in messages, and must neither end the line nor speak to the terminal.
    var visible: String {
        unicodeScalars.reduce(into: "") { output, scalar in
            if scalar.isHidden { output += scalar.escaped(asASCII: true) } else { output.unicodeScalars.append(scalar) }
        }
    }
}
