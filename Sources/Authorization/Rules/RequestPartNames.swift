/// The names of the parts of a request in messages: the headers of one proxy, or generic names.
public struct RequestPartNames: Sendable, Equatable {
    /// Where the method comes from.
    public var method: String
    /// Where the host comes from.
    public var host: String
    /// Where the path comes from.
    public var path: String

    /// Creates names; those that are omitted are generic.
    public init(method: String = "method", host: String = "host", path: String = "path") {
        self.method = method
        self.host = host
        self.path = path
    }
}
