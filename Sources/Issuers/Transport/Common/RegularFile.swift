import Bytes

/// Reads regular files, whose problems are those of a fetch.
enum RegularFile {
    /// The bytes of a regular file, and its stamp at the time of reading.
    ///
    /// - Throws: ``FetchError`` when it is no regular file, cannot be read, or has more bytes than the limit.
    static func read(_ path: String, limit: Int) throws(FetchError) -> (bytes: [UInt8], stamp: FileStamp) {
        do throws(FileProblem) {
            return try WholeFile.regular(at: path, limit: limit)
        } catch {
            throw FetchError("\(path) \(error)")
        }
    }
}
