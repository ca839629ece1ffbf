import Glibc

/// What changes when a file's content does.
struct FileStamp: Equatable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let isRegular: Bool
    /// The time of the last change, in Unix seconds.
    let modified: Double
    private let seconds: Int
    private let nanoseconds: Int

    /// Reads the stamp of the file that the path leads to, through links; nil when there is none.
    init?(path: String) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        isRegular = facts.st_mode & S_IFMT == S_IFREG
        seconds = facts.st_mtim.tv_sec
        nanoseconds = facts.st_mtim.tv_nsec
        modified = Double(seconds) + Double(nanoseconds) * 1e-9
    }
}
