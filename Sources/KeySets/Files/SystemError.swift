import Glibc

/// What the last system call complained about.
struct SystemError: Error, CustomStringConvertible {
    let description: String

    init(_ code: Int32 = errno) {
        description = unsafe String(cString: strerror(code))
    }
}
