#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The error of a system call, with the system's message.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The system's message.
    package let description: String

    /// The error of the last system call.
    package init() {
        self.init(errno)
    }

    /// An error by its number.
    package init(_ code: Int32) {
        description = unsafe String(cString: strerror(code))
    }
}
