/// What messages call the parts of a request that rules look at: the headers of one proxy, or plain words.
public struct RequestPartNames: Sendable, Equatable {
    /// Where the method comes from.
    public var method: String
    /// Where the host comes from.
    public var host: String
    /// Where the path comes from.
    public var path: String

    /// The names of what one proxy sends; those left out are plain words.
    public init(method: String = "method", host: String = "host", path: String = "path") {
        self.method = method
        self.host = host
        self.path = path
    }
}
