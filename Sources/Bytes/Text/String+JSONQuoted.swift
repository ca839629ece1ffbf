extension String {
    /// The text as a JSON string (RFC 8259 section 7), with quotes.
    ///
    /// Invisible characters are escaped: untrusted text must not move a terminal's cursor, begin a line or reverse text.
    package var jsonQuoted: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            return "\"" + self + "\""
        }
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += #"\""#
            case "\\": quoted += #"\\"#
            case "\n": quoted += #"\n"#
            case "\r": quoted += #"\r"#
            case "\t": quoted += #"\t"#
            case _ where scalar.isInvisible:
                // JSON escapes characters beyond the basic plane as surrogate pairs.
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    quoted += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
