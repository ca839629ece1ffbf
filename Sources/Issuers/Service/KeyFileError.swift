/// A key file without a usable key, or a `ca_file` without a certificate: an error at startup.
package struct KeyFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the issuer.
    package let issuer: String
    /// The file's path.
    package let file: String
    /// One sentence for the operator.
    package let message: String

    /// The issuer and the message, on one line.
    package var description: String {
        "issuer \(issuer): \(message)"
    }
}
