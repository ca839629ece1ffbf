/// One header of the requests for an issuer's keys; what it holds is where the value stands, never the value.
public struct FetchHeader: Sendable, Equatable {
    /// Where the value is read, anew for each fetch.
    public enum Source: Sendable, Equatable {
        case environment(String)
        /// A file of the operator's; white space at its ends does not count.
        case file(path: String)
    }

    public var name: String
    public var value: Source
    /// A word before the value, such as `Bearer`; nil for none.
    public var scheme: String?

    public init(name: String, value: Source, scheme: String? = nil) {
        self.name = name
        self.value = value
        self.scheme = scheme
    }

    /// Names, in lower case, that the fetch sets itself (framing, connection, coding, conditions).
    public static let reservedNames: Set<String> = [
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
        "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "range",
        "te", "trailer", "transfer-encoding", "upgrade",
    ]
}
