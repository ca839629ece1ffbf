package import Admin
package import Authorization
package import Gateway
package import Issuers
package import Listeners

/// The validated configuration: each value is in its range, and the parts are consistent.
package struct Configuration: Sendable, Equatable {
    /// The listeners for decisions; never empty, no address twice.
    package var listeners: [DecisionListener]
    /// The address for health, metrics and status; nil when switched off.
    package var admin: ListenAddress?
    /// The number of event loops, 1 or more; nil for the number of available processors.
    package var threads: Int?
    /// The settings of decisions.
    package var authorization: AuthorizationConfiguration
    /// The source of each issuer's keys, in the order of `authorization.issuers`.
    package var issuerKeys: [IssuerKeys]
    /// How keys are kept fresh.
    package var keys: KeySettings
    /// The limits of listeners; those on tokens and responses are part of the authorization.
    package var limits: GatewayLimits
    /// The metadata of the protected resource on the admin listener; nil for none.
    package var protectedResource: ProtectedResource?
    /// What is logged.
    package var log: LogSettings

    /// A configuration; the defaults are those of an empty file.
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
    /// The settings that a gateway decides by.
    package var decisionSettings: DecisionSettings {
        DecisionSettings(
            authorization: authorization,
            limits: limits,
            logging: log.decisions,
            keyTimeout: keys.timeout
        )
    }
}
