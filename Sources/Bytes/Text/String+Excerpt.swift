extension String {
    /// The beginning of an untrusted text, for a message.
    ///
    /// `?` replaces everything but visible ASCII and spaces, and `…` marks a truncated text.
    package func excerpt(_ limit: Int) -> String {
        let part = unicodeScalars.prefix(limit)
        let shown = part.map { 0x20..<0x7F ~= $0.value ? $0 : "?" }
        return String(UnicodeScalarView(shown)) + (part.endIndex == unicodeScalars.endIndex ? "" : "…")
    }
}
