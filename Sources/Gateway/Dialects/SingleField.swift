/// A header field that may stand once in a request.
struct SingleField {
    /// The value, if there was one; an empty value counts as none.
    private(set) var value: Range<Int>?
    /// Whether there was another.
    private(set) var isRepeated = false

    @inline(__always)
    mutating func note(_ value: Range<Int>) {
        // A safe proxy configuration sends the other families' headers empty.
        guard !value.isEmpty else { return }
        isRepeated = isRepeated || self.value != nil
        self.value = value
    }
}
