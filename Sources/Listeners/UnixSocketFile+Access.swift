import Glibc

extension UnixSocketFile {
    /// Sets owner, group and mode of a new socket, which the process's `umask` protects until then.
    static func apply(_ access: UnixSocketAccess, to path: String) throws(ListenError) {
        let address = ListenAddress.unix(path: path)
        if access.owner != nil || access.group != nil {
            let user = try access.owner.map { name throws(ListenError) in try userID(name, address) }
            let group = try access.group.map { name throws(ListenError) in try groupID(name, address) }
            // -1 leaves an ID unchanged.
            guard unsafe chown(path, user ?? uid_t.max, group ?? gid_t.max) == 0 else {
                throw ListenError(
                    address,
                    """
                    cannot change the owner of the socket: only root can change the owner, and other users can only set \
                    a group that they belong to
                    """
                )
            }
        }
        guard unsafe chmod(path, mode_t(access.mode)) == 0 else {
            throw ListenError(address, "cannot set the mode of the socket: \(unsafe String(cString: strerror(errno)))")
        }
    }

    private static func userID(_ name: String, _ address: ListenAddress) throws(ListenError) -> uid_t {
        guard let entry = unsafe getpwnam(name) else {
            throw ListenError(address, "unknown user '\(name)'; create it, or change socket.owner")
        }
        return unsafe entry.pointee.pw_uid
    }

    private static func groupID(_ name: String, _ address: ListenAddress) throws(ListenError) -> gid_t {
        guard let entry = unsafe getgrnam(name) else {
            throw ListenError(address, "unknown group '\(name)'; create it, or change socket.group")
        }
        return unsafe entry.pointee.gr_gid
    }
}
