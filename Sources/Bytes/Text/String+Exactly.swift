extension String {
    /// Whether the texts have the same code points.
    ///
    /// Swift's `==` uses canonical equivalence, in which U+212A equals K; JOSE compares code points (RFC 7515 section 5.3).
    package func isExactly(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
