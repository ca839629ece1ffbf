/// One header field of a request, as ranges of the bytes that it was parsed from.
public struct HeaderField: Sendable, Equatable {
    /// The field name.
    public var name: Range<Int>
    /// The field value without surrounding white space.
    public var value: Range<Int>

    /// Creates a field.
    public init(name: Range<Int>, value: Range<Int>) {
        self.name = name
        self.value = value
    }
}
