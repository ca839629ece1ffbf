#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The metadata of a file that changes with its content, and its owner.
package struct FileStamp: Equatable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    /// In bytes.
    package let size: Int64
    /// Whether it is a regular file.
    package let isRegular: Bool
    /// The time of the last modification, in Unix seconds.
    package let modified: Double
    private let seconds: Int
    private let nanoseconds: Int
    /// The time of the last status change, which programs cannot set.
    private let statusSeconds: Int
    private let statusNanoseconds: Int
    private let owner: UInt32
    private let mode: UInt32

    /// Reads the stamp of the file at a path, following links; nil when there is none.
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
        #if canImport(Darwin)
            let (changed, statusChanged) = (facts.st_mtimespec, facts.st_ctimespec)
        #else
            let (changed, statusChanged) = (facts.st_mtim, facts.st_ctim)
        #endif
        device = UInt64(truncatingIfNeeded: facts.st_dev)
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        isRegular = facts.st_mode & S_IFMT == S_IFREG
        seconds = changed.tv_sec
        nanoseconds = changed.tv_nsec
        statusSeconds = statusChanged.tv_sec
        statusNanoseconds = statusChanged.tv_nsec
        modified = Double(seconds) + Double(nanoseconds) * 1e-9
        owner = facts.st_uid
        mode = UInt32(facts.st_mode)
    }

    /// Whether only this process's user, root and groups can write the file.
    ///
    /// Groups are accepted because volumes of container platforms are shared by group.
    package var isOurs: Bool {
        (owner == geteuid() || owner == 0) && mode & UInt32(S_IWOTH) == 0
    }
}
