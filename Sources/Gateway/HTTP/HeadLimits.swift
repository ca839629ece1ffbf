/// How large a request head may be.
struct HeadLimits: Equatable {
    /// The most bytes, from the request line to the empty line.
    var bytes: Int
    /// The most header fields.
    var fields: Int
}
