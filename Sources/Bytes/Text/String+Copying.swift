extension String {
    /// Decodes a part of bytes for messages; invalid UTF-8 becomes U+FFFD.
    package init(copying bytes: Span<UInt8>, _ part: Range<Int>) {
        self.init(decoding: part.map { bytes[$0] }, as: UTF8.self)
    }
}
