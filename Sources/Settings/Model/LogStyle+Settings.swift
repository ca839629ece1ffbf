package import Telemetry

extension LogStyle {
    /// The style that a configuration asks for.
    package convenience init(_ settings: LogSettings) {
        self.init(level: settings.level, format: settings.format)
    }

    /// Takes over what a new configuration asks for.
    package func replace(with settings: LogSettings) {
        replace(level: settings.level, format: settings.format)
    }
}
