/// How large a request head may be.
package struct HeadLimits: Equatable {
    /// The most bytes, from the request line to the empty line.
    package var bytes: Int
    /// The most header fields.
    package var fields: Int

    package init(bytes: Int, fields: Int) {
        self.bytes = bytes
        self.fields = fields
    }
}
