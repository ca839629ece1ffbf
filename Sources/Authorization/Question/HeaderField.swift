/// One header field of a request, as offsets into the bytes that it was read from.
public struct HeaderField: Sendable, Equatable {
    public var name: Range<Int>
    /// Without the white space around it.
    public var value: Range<Int>

    public init(name: Range<Int>, value: Range<Int>) {
        self.name = name
        self.value = value
    }
}
