/// Owner and permissions of a Unix socket; names are looked up when the socket is created.
package struct UnixSocketAccess: Sendable, Equatable {
    /// The file mode; connecting requires write permission.
    package var mode: UInt32
    /// The name of the owner; nil for the service's user.
    package var owner: String?
    /// The name of the group; nil for the service's group.
    package var group: String?

    /// By default every local user may connect, as to a loopback port.
    package init(mode: UInt32 = 0o666, owner: String? = nil, group: String? = nil) {
        self.mode = mode
        self.owner = owner
        self.group = group
    }
}
