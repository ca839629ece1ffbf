package import Gateway
package import Logging
package import Telemetry

/// What is logged, and how it is spelt.
package struct LogSettings: Sendable, Equatable {
    package var format: LogFormat
    /// The least severity that is logged.
    package var level: Logger.Level
    /// Which decisions are logged.
    package var decisions: DecisionLogging

    package init(format: LogFormat = .json, level: Logger.Level = .info, decisions: DecisionLogging = .denied) {
        self.format = format
        self.level = level
        self.decisions = decisions
    }
}
