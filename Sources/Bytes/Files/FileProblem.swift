/// Why a file was not read, as a clause that follows its name.
package enum FileProblem: Error, Equatable, CustomStringConvertible {
    /// The system call failed.
    case unreadable(SystemError)
    /// It is a directory, a pipe, a device or a socket.
    case notRegular
    /// It has more bytes than the limit.
    case tooLarge(limit: Int)

    /// The clause.
    package var description: String {
        switch self {
        case .unreadable(let error): "cannot be read: \(error)"
        case .notRegular: "is not a regular file"
        case .tooLarge(let limit): "has more than \(limit) bytes"
        }
    }
}
