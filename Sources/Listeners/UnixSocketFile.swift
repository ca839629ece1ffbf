import Glibc
import NIOCore
import NIOPosix

/// The file of a listening Unix domain socket; NIO removes it when the listener is closed.
enum UnixSocketFile {
    /// The capacity of `sockaddr_un.sun_path` in bytes, without the terminating zero.
    private static let maxPathLength = 107

    /// Removes a stale socket at the path; throws if anything else is there.
    static func removeStale(_ path: String, on group: any EventLoopGroup) async throws(ListenError) {
        let address = ListenAddress.unix(path: path)
        guard path.utf8.count <= maxPathLength else {
            throw ListenError(address, "the path is longer than \(maxPathLength) bytes; choose a shorter one")
        }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ListenError(address, "the path exists and is not a socket; remove the file, or choose another path")
        }
        let probe: any Channel
        do {
            probe = try await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get()
        } catch {
            guard let error = error as? IOError, error.errnoCode == ECONNREFUSED else {
                throw ListenError(address, error)
            }
            unsafe unlink(path)
            return
        }
        try? await probe.close()
        throw ListenError(address, "another process is listening on it; stop that process, or choose another path")
    }
}
