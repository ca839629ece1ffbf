import Glibc

/// Reads files whole: no pipe can block here, nor a device or a growing file flood the memory.
enum RegularFile {
    /// The bytes of a regular file, and its stamp at that moment.
    ///
    /// - Throws: ``FetchError`` when it is no regular file, cannot be read, or has more bytes than the limit.
    static func read(_ path: String, limit: Int) throws(FetchError) -> (bytes: [UInt8], stamp: FileStamp) {
        // Opening a pipe would wait for its other end.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw FetchError("\(path) cannot be read: \(SystemError())") }
        defer { close(descriptor) }
        guard let stamp = FileStamp(descriptor: descriptor) else {
            throw FetchError("\(path) cannot be read: \(SystemError())")
        }
        guard stamp.isRegular else { throw FetchError("\(path) is not a regular file") }
        let tooLarge = FetchError("\(path) has more than \(limit) bytes")
        guard stamp.size <= limit else { throw tooLarge }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw FetchError("\(path) cannot be read: \(SystemError())")
            }
            if count == 0 { return (bytes, stamp) }
            // It may grow while it is read.
            guard count <= limit - bytes.count else { throw tooLarge }
            bytes += chunk[..<count]
        }
    }
}
