import Glibc

/// Why a listener cannot speak TLS with its files, in words for the operator.
package struct TLSFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    package let path: String
    package let description: String

    init(_ path: String, _ problem: String) {
        self.path = path
        description = "TLS: \(path) \(problem)"
    }

    /// A file that the system does not let us read.
    init(unreadable path: String, _ code: Int32) {
        self.init(path, "cannot be read: \(unsafe String(cString: strerror(code)))")
    }
}
