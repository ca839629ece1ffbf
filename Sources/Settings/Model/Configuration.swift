public import Authorization
public import Issuers

/// Everything that the operator wrote, checked: each value is in its range, and the parts fit each other.
public struct Configuration: Sendable, Equatable {
    /// Where decisions are asked for; never empty, no address twice.
    public var listeners: [ListenerSettings]
    /// Where health, metrics and status are served; nil when switched off.
    public var admin: ListenAddress?
    /// Event loops, 1 or more; nil for as many as this process may use processors.
    public var threads: Int?
    public var authorization: AuthorizationConfiguration
    /// Where each issuer's keys come from, in the order of `authorization.issuers`.
    public var issuerKeys: [IssuerKeys]
    public var keys: KeySettings
    public var limits: LimitSettings
    /// What the admin listener tells about the protected resource; nil for nothing.
    public var protectedResource: ProtectedResource?
    public var log: LogSettings

    public init(
        listeners: [ListenerSettings] = [.standard],
        admin: ListenAddress? = .standardAdmin,
        threads: Int? = nil,
        authorization: AuthorizationConfiguration,
        issuerKeys: [IssuerKeys],
        keys: KeySettings = KeySettings(),
        limits: LimitSettings = LimitSettings(),
        protectedResource: ProtectedResource? = nil,
        log: LogSettings = LogSettings()
    ) {
        self.listeners = listeners
        self.admin = admin
        self.threads = threads
        self.authorization = authorization
        self.issuerKeys = issuerKeys
        self.keys = keys
        self.limits = limits
        self.protectedResource = protectedResource
        self.log = log
    }
}
