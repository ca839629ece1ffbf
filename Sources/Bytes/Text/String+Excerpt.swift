extension String {
    /// The beginning of a stranger's text, short and harmless enough for a message: with `?` for all that is not visible
    /// ASCII, and `…` for what is cut off.
    package func excerpt(_ limit: Int) -> String {
        let part = unicodeScalars.prefix(limit)
        let shown = part.map { 0x20..<0x7F ~= $0.value ? $0 : "?" }
        return String(UnicodeScalarView(shown)) + (part.endIndex == unicodeScalars.endIndex ? "" : "…")
    }
}
