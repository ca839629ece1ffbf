/// Who may connect to a Unix socket; names are the system's own, looked up when the socket is made.
package struct UnixSocketAccess: Sendable, Equatable {
    /// Permissions; connecting takes the right to write.
    package var mode: UInt32
    /// A user's name; nil for the one that the service runs as.
    package var owner: String?
    /// A group's name; nil for the service's own.
    package var group: String?

    /// Every local user, as on a loopback port: a decision takes a token, whoever asks for it.
    package init(mode: UInt32 = 0o666, owner: String? = nil, group: String? = nil) {
        self.mode = mode
        self.owner = owner
        self.group = group
    }
}
