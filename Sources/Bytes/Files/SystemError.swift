#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a system call complained about, in the system's own words.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    package let description: String

    /// The error of the last call.
    package init() {
        self.init(errno)
    }

    /// An error by its number.
    package init(_ code: Int32) {
        description = unsafe String(cString: strerror(code))
    }
}
