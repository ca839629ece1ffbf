import FoundationEssentials
import Glibc
import JOSE

/// Reads a key set that the operator keeps in a file.
enum KeyFile {
    /// Reads and parses the file.
    ///
    /// - Throws: ``FetchError`` when it cannot be read, or has no usable key.
    static func load(_ path: String) throws(FetchError) -> HeldKeys {
        guard let stamp = FileStamp(path: path) else { throw FetchError("\(path) cannot be read: \(SystemError())") }
        let bytes = try contents(of: path, stamp: stamp, limit: KeyTransport.mostBytes)
        return try HeldKeys(parsing: bytes, from: path, trust: .operatorFile)
    }

    /// The bytes of a regular file of bounded size: no pipe can block here, nor a device flood the memory.
    static func contents(of path: String, stamp: FileStamp, limit: Int) throws(FetchError) -> [UInt8] {
        guard stamp.isRegular else { throw FetchError("\(path) is not a regular file") }
        guard stamp.size <= limit else { throw FetchError("\(path) has more than \(limit) bytes") }
        guard unsafe access(path, R_OK) == 0, let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw FetchError("\(path) cannot be read: \(SystemError())")
        }
        return Array(data)
    }
}
