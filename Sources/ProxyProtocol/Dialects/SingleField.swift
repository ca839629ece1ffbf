/// A header field that may stand once in a request.
struct SingleField {
    /// The value, if there was one; an empty value counts as none.
    private(set) var value: Range<Int>?
    /// Whether the field came more than once, empty or not.
    private(set) var isRepeated = false
    private var isThere = false

    @inline(__always)
    mutating func note(_ value: Range<Int>) {
        isRepeated = isThere
        isThere = true
        // A safe proxy configuration sends the other families' headers empty.
        if !value.isEmpty { self.value = value }
    }
}
