extension String {
    /// The text with each such character escaped as `\u{202e}`.
    ///
    /// Log lines, pages and `explain` use the same form, so that a value can be searched for in all of them.
    package func escaped(where isHidden: (Unicode.Scalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: isHidden) else { return self }
        var shown = ""
        for scalar in unicodeScalars {
            if isHidden(scalar) {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// The text with invisible characters escaped: it cannot end a line, move a terminal's cursor or reverse text.
    package var withInvisiblesEscaped: String {
        escaped(where: \.isInvisible)
    }

    /// The text with invisible characters beyond ASCII escaped, for JSON.
    ///
    /// ASCII controls are kept: JSON escapes them anyway, and they are harmless on a page.
    package var withoutInvisibles: String {
        escaped { $0.value > 0x7F && $0.isInvisible }
    }
}
