package import Gateway
package import Logging
package import Telemetry

/// What is logged, and in which format.
package struct LogSettings: Sendable, Equatable {
    /// The format of log lines.
    package var format: LogFormat
    /// The minimum severity that is logged.
    package var level: Logger.Level
    /// Which decisions are logged.
    package var decisions: DecisionLogging

    /// Settings; the defaults are those of the configuration.
    package init(format: LogFormat = .json, level: Logger.Level = .info, decisions: DecisionLogging = .denied) {
        self.format = format
        self.level = level
        self.decisions = decisions
    }
}
