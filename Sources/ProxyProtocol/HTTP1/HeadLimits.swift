/// The maximum size of a request head.
package struct HeadLimits: Equatable {
    /// The maximum number of bytes, from the request line to the empty line.
    package var bytes: Int
    /// The maximum number of header fields.
    package var fields: Int

    /// Creates limits.
    package init(bytes: Int, fields: Int) {
        self.bytes = bytes
        self.fields = fields
    }
}
