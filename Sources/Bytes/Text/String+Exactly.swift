extension String {
    /// Whether the texts have the same code points.
    ///
    /// Swift's `==` compares by canonical equivalence, by which U+212A is a K: not how JOSE compares (RFC 7515 section 5.3).
    package func isExactly(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
