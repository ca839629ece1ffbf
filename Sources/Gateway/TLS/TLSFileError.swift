/// Why a listener cannot speak TLS with its files, in words for the operator.
package struct TLSFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    package let path: String
    package let description: String

    init(_ path: String, _ problem: String) {
        self.path = path
        description = "TLS: \(path) \(problem)"
    }
}
