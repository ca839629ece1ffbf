extension String {
    /// The text with `\u{202e}` in place of each such character: one form for lines, pages and `explain`, so that a
    /// value found in one is found in the others.
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

    /// The text with everything escaped that is not seen itself: it can neither end a line, nor move a terminal's cursor or
    /// turn its text around.
    package var withInvisiblesEscaped: String {
        escaped(where: \.isInvisible)
    }

    /// The text without what JSON's own escapes do not make visible to whoever reads the decoded value.
    ///
    /// ASCII's controls stay: JSON has to escape them, and a page shows nothing of them that could deceive.
    package var withoutInvisibles: String {
        escaped { $0.value > 0x7F && $0.isInvisible }
    }
}
