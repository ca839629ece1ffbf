package import Telemetry

extension LogStyle {
    /// The style from the settings.
    package convenience init(_ settings: LogSettings) {
        self.init(level: settings.level, format: settings.format)
    }

    /// Applies new settings.
    package func replace(with settings: LogSettings) {
        replace(level: settings.level, format: settings.format)
    }
}
