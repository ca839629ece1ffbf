/// One header of the requests for an issuer's keys; it holds the location of the value, never the value.
package struct FetchHeader: Sendable, Equatable {
    /// Where the value is read; it is read again for each fetch.
    package enum Source: Sendable, Equatable {
        case environment(String)
        /// A local file; white space at its ends is removed.
        case file(path: String)
    }

    /// The name of the header field.
    package var name: String
    /// Where its value is read.
    package var value: Source
    /// The scheme before the value, such as `Bearer`; nil for none.
    package var scheme: String?

    /// A header whose value is read for each fetch.
    package init(name: String, value: Source, scheme: String? = nil) {
        self.name = name
        self.value = value
        self.scheme = scheme
    }

    /// Names, in lower case, that the fetch sets itself (framing, connection, content coding, conditions).
    package static let reservedNames: Set<String> = [
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
        "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "range",
        "te", "trailer", "transfer-encoding", "upgrade",
    ]
}
