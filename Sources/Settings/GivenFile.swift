import Foundation

/// Files that a command is given; pipes too, since what is in them may come from another command.
package enum GivenFile {
    /// Why a file cannot be read.
    package struct Unreadable: Error {
        /// The system's own words, rather than Foundation's about them.
        package let reason: String

        init(_ error: any Error) {
            guard let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
                cause.domain == NSPOSIXErrorDomain,
                let number = Int32(exactly: cause.code)
            else {
                reason = error.localizedDescription
                return
            }
            reason = unsafe String(cString: strerror(number))
        }
    }

    /// The bytes of a file; of one that is longer than the limit, one more than that.
    package static func bytes(of path: String, limit: Int) throws(Unreadable) -> [UInt8] {
        let file: FileHandle
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw Unreadable(error)
        }
        defer { try? file.close() }
        return try bytes(from: file, limit: limit)
    }

    /// The bytes of standard input; of more than the limit, one more than that.
    package static func standardInput(limit: Int) throws(Unreadable) -> [UInt8] {
        try bytes(from: .standardInput, limit: limit)
    }

    private static func bytes(from file: FileHandle, limit: Int) throws(Unreadable) -> [UInt8] {
        do {
            var bytes: [UInt8] = []
            while bytes.count <= limit, let part = try file.read(upToCount: limit + 1 - bytes.count), !part.isEmpty {
                bytes += part
            }
            return bytes
        } catch {
            throw Unreadable(error)
        }
    }
}
