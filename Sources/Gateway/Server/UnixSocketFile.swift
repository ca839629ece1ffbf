import Glibc
import NIOCore
import NIOPosix

/// The file of a listening Unix domain socket.
struct UnixSocketFile: Sendable, Equatable {
    /// The longest path that the system's address structure holds, without its final zero.
    private static let longestPath = 107

    private let path: String
    private let device: UInt64
    private let inode: UInt64

    /// Makes the path free: a socket that nobody listens on any more is removed, anything else is left and refused.
    static func makeFree(_ path: String, on group: any EventLoopGroup) async throws(ListenError) {
        let address = ListenAddress.unix(path: path)
        guard path.utf8.count <= longestPath else {
            throw ListenError(address, "the path is longer than \(longestPath) bytes; choose a shorter one")
        }
        guard let status = status(path) else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ListenError(address, "there is a file that is no socket; remove it, or choose another path")
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
        throw ListenError(address, "another process listens there; stop it, or choose another path")
    }

    /// Takes note of a socket that has just been bound, and lets every local user connect to it.
    ///
    /// The decision is about the token, and a listener on loopback is open to every local user too; an operator who
    /// wants less puts the socket into a folder with fewer permissions.
    init?(bound path: String) {
        guard let status = Self.status(path) else { return nil }
        unsafe chmod(path, 0o666)
        self.path = path
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Removes the file, unless another process has put its own there.
    func remove() {
        guard let status = Self.status(path), UInt64(status.st_dev) == device, UInt64(status.st_ino) == inode else {
            return
        }
        unsafe unlink(path)
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : nil
    }
}
