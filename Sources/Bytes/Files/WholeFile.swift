#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads whole files, up to a limit.
package enum WholeFile {
    /// The bytes of a regular file, and its stamp at the time of reading.
    ///
    /// It never blocks on a pipe, and a device or a growing file cannot exhaust the memory.
    ///
    /// - Throws: ``FileProblem``.
    package static func regular(
        at path: String,
        limit: Int
    ) throws(FileProblem) -> (bytes: [UInt8], stamp: FileStamp) {
        // Otherwise opening a pipe would wait for its other end.
        let descriptor = try opened(path, O_NONBLOCK | O_NOCTTY)
        defer { close(descriptor) }
        guard let stamp = FileStamp(descriptor: descriptor) else { throw .unreadable(SystemError()) }
        guard stamp.isRegular else { throw .notRegular }
        guard stamp.size <= limit else { throw .tooLarge(limit: limit) }
        return (try bytes(of: descriptor, limit: limit), stamp)
    }

    /// The bytes of a file of any type; it waits for the other end of a pipe, such as another command's output.
    package static func any(at path: String, limit: Int) throws(FileProblem) -> [UInt8] {
        let descriptor = try opened(path, 0)
        defer { close(descriptor) }
        return try bytes(of: descriptor, limit: limit)
    }

    /// The bytes of standard input.
    package static func standardInput(limit: Int) throws(FileProblem) -> [UInt8] {
        try bytes(of: STDIN_FILENO, limit: limit)
    }

    /// The text of a kernel file, such as those in `/proc`; empty when it cannot be read.
    package static func kernelText(at path: String) -> String {
        (try? any(at: path, limit: .max)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func opened(_ path: String, _ flags: Int32) throws(FileProblem) -> Int32 {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | flags)
        guard descriptor >= 0 else { throw .unreadable(SystemError()) }
        return descriptor
    }

    private static func bytes(of descriptor: Int32, limit: Int) throws(FileProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .unreadable(SystemError())
            }
            if count == 0 { return bytes }
            // A file may grow while it is read, and kernel files have no size.
            guard count <= limit - bytes.count else { throw .tooLarge(limit: limit) }
            bytes += chunk[..<count]
        }
    }
}
