/// Who may connect to a listener's Unix socket.
public struct SocketSettings: Sendable, Equatable {
    /// Permissions, from 0 to 0o777.
    public var mode: UInt32
    /// A user's name; nil for the one that the service runs as.
    public var owner: String?
    /// A group's name; nil for the service's own.
    public var group: String?

    public init(mode: UInt32 = 0o666, owner: String? = nil, group: String? = nil) {
        self.mode = mode
        self.owner = owner
        self.group = group
    }
}
