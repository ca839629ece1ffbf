import Glibc

/// What changes when a file's content does, and whose the file is.
package struct FileStamp: Equatable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let isRegular: Bool
    /// The time of the last change, in Unix seconds.
    package let modified: Double
    private let seconds: Int
    private let nanoseconds: Int
    /// The time of the last change of anything about the file, which no program can set.
    private let statusSeconds: Int
    private let statusNanoseconds: Int
    private let owner: UInt32
    private let mode: UInt32

    /// Reads the stamp of the file that the path leads to, through links; nil when there is none.
    package init?(path: String) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        self.init(facts)
    }

    /// Reads the stamp of an open file.
    init?(descriptor: Int32) {
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { return nil }
        self.init(facts)
    }

    private init(_ facts: stat) {
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        isRegular = facts.st_mode & S_IFMT == S_IFREG
        seconds = facts.st_mtim.tv_sec
        nanoseconds = facts.st_mtim.tv_nsec
        statusSeconds = facts.st_ctim.tv_sec
        statusNanoseconds = facts.st_ctim.tv_nsec
        modified = Double(seconds) + Double(nanoseconds) * 1e-9
        owner = facts.st_uid
        mode = facts.st_mode
    }

    /// Whether nobody but this process's user and root could have written the file, groups aside: volumes of
    /// container platforms are shared by group.
    var isOurs: Bool {
        (owner == geteuid() || owner == 0) && mode & S_IWOTH == 0
    }
}
