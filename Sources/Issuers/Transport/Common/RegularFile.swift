import Bytes

/// Reads regular files, with ``FetchError`` as their error.
enum RegularFile {
    /// The bytes of a regular file, and its stamp when it was read.
    ///
    /// - Throws: ``FetchError`` when it is not a regular file, cannot be read, or exceeds the limit in bytes.
    static func read(_ path: String, limit: Int) throws(FetchError) -> (bytes: [UInt8], stamp: FileStamp) {
        do throws(FileProblem) {
            return try WholeFile.regular(at: path, limit: limit)
        } catch {
            throw FetchError("\(path) \(error)")
        }
    }
}
