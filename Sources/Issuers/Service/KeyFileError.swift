/// A key file without a usable key, or a `ca_file` without a certificate, which the service must not start with.
public struct KeyFileError: Error, Sendable, Equatable, CustomStringConvertible {
    public let issuer: String
    /// The file's path.
    public let file: String
    /// One sentence for the operator.
    public let message: String

    public var description: String {
        "issuer \(issuer): \(message)"
    }
}
