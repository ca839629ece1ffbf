internal import Logging
internal import Settings
internal import Telemetry

/// The configuration's `log` in the words of the room that writes the lines.
extension LogStyle {
    convenience init(_ settings: LogSettings) {
        self.init(level: settings.loggerLevel, format: settings.lineFormat)
    }

    func replace(with settings: LogSettings) {
        replace(level: settings.loggerLevel, format: settings.lineFormat)
    }

    /// The logger for the whole process; lines go to standard error.
    func makeLogger() -> Logger {
        Logger(label: "postern") { _ in LineLogHandler(style: self) }
    }
}

extension LogSettings {
    fileprivate var loggerLevel: Logger.Level { Logger.Level(rawValue: level.rawValue) ?? .info }

    fileprivate var lineFormat: LogFormat {
        switch format {
        case .json: .json
        case .text: .text
        }
    }
}
