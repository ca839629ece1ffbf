/// A key file without a usable key, which the service must not start with.
public struct KeyFileError: Error, Sendable, Equatable, CustomStringConvertible {
    public let issuer: String
    /// One sentence for the operator.
    public let message: String

    public var description: String {
        "issuer \(issuer): \(message)"
    }
}
