package import Admin
package import Authorization
package import Gateway
package import Issuers
package import Listeners

/// Everything that the operator wrote, checked: each value is in its range, and the parts fit each other.
package struct Configuration: Sendable, Equatable {
    /// Where decisions are asked for; never empty, no address twice.
    package var listeners: [DecisionListener]
    /// Where health, metrics and status are served; nil when switched off.
    package var admin: ListenAddress?
    /// Event loops, 1 or more; nil for as many as this process may use processors.
    package var threads: Int?
    package var authorization: AuthorizationConfiguration
    /// Where each issuer's keys come from, in the order of `authorization.issuers`.
    package var issuerKeys: [IssuerKeys]
    package var keys: KeySettings
    /// Those of the listeners; the limits on tokens and answers are part of the authorization.
    package var limits: GatewayLimits
    /// What the admin listener tells about the protected resource; nil for nothing.
    package var protectedResource: ProtectedResource?
    package var log: LogSettings

    package init(
        listeners: [DecisionListener] = [DecisionListener(address: .standard)],
        admin: ListenAddress? = .standardAdmin,
        threads: Int? = nil,
        authorization: AuthorizationConfiguration,
        issuerKeys: [IssuerKeys],
        keys: KeySettings = KeySettings(),
        limits: GatewayLimits = GatewayLimits(),
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

extension Configuration {
    /// What a gateway decides by.
    package var decisionSettings: DecisionSettings {
        DecisionSettings(
            authorization: authorization,
            limits: limits,
            logging: log.decisions,
            keyTimeout: keys.timeout
        )
    }
}
