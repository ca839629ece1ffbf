/// Why a TLS file cannot be used, as a message for the operator.
package struct TLSFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path of the file.
    package let path: String
    /// The message: `TLS: PATH PROBLEM`.
    package let description: String

    init(_ path: String, _ problem: String) {
        self.path = path
        description = "TLS: \(path) \(problem)"
    }
}
