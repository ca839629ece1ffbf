/// A header field that may stand once in a request.
struct SingleField {
    /// The value, if there was one; an empty value counts as none.
    private(set) var value: Range<Int>?
    /// Whether the field came more than once, empty or not.
    private(set) var isRepeated = false
    private var isPresent = false

    @inline(__always)
    mutating func record(_ value: Range<Int>) {
        isRepeated = isPresent
        isPresent = true
        // A safe proxy configuration sends the other families' headers empty.
        if !value.isEmpty { self.value = value }
    }
}
