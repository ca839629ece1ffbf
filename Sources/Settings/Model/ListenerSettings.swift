/// One place where a proxy asks for decisions.
public struct ListenerSettings: Sendable, Equatable {
    /// The one family of headers that a listener trusts.
    public enum Dialect: Sendable, Equatable {
        /// `X-Original-Method` with `X-Original-URI` or `X-Original-URL`.
        case nginx
        /// The request line itself; `pathPrefix` must stand before every path and is taken off.
        case envoy(pathPrefix: String?)
        /// `X-Forwarded-Method`, `-Uri`, `-Host` and `-Proto`, as Traefik, Caddy and HAProxy send them.
        case forwarded
    }

    public var address: ListenAddress
    public var dialect: Dialect
    /// Nil where connections are not encrypted.
    public var tls: TLSSettings?
    /// For a Unix socket.
    public var socket: SocketSettings

    public init(
        address: ListenAddress,
        dialect: Dialect = .nginx,
        tls: TLSSettings? = nil,
        socket: SocketSettings = SocketSettings()
    ) {
        self.address = address
        self.dialect = dialect
        self.tls = tls
        self.socket = socket
    }

    /// The listener of a configuration that names none.
    public static let standard = ListenerSettings(address: .standard)
}
