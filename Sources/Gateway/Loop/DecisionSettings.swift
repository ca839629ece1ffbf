package import Authorization

/// Everything about decisions that a reload may change.
package struct DecisionSettings: Sendable, Equatable {
    package var authorization: AuthorizationConfiguration
    package var limits: GatewayLimits
    package var logging: DecisionLogging

    package init(
        authorization: AuthorizationConfiguration,
        limits: GatewayLimits = GatewayLimits(),
        logging: DecisionLogging = .denied
    ) {
        self.authorization = authorization
        self.limits = limits
        self.logging = logging
    }
}
