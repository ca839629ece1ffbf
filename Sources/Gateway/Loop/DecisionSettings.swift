package import Authorization

/// Everything about decisions that a reload may change.
package struct DecisionSettings: Sendable, Equatable {
    package var authorization: AuthorizationConfiguration
    package var limits: GatewayLimits
    package var logging: DecisionLogging
    /// Seconds that a fetch of keys may take; requests that wait for one wait a little longer, and 2 s at least.
    package var keyTimeout: Double

    package init(
        authorization: AuthorizationConfiguration,
        limits: GatewayLimits = GatewayLimits(),
        logging: DecisionLogging = .denied,
        keyTimeout: Double = 5
    ) {
        self.authorization = authorization
        self.limits = limits
        self.logging = logging
        self.keyTimeout = keyTimeout
    }
}
