/// A header field that may occur once in a request.
struct SingleField {
    /// The value; nil if the field is absent or empty.
    private(set) var value: Range<Int>?
    /// Whether the field occurs more than once, empty or not.
    private(set) var isRepeated = false
    private var isPresent = false

    @inline(__always)
    mutating func record(_ value: Range<Int>) {
        isRepeated = isPresent
        isPresent = true
        // A safe proxy configuration sends the fields of other dialects empty.
        if !value.isEmpty { self.value = value }
    }
}
