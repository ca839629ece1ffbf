package import Logging
import Synchronization

/// From which level on lines are written, and in which format.
///
/// All copies of a logger share it: what a reload changes holds for all of them at once, on every thread.
package final class LogStyle: Sendable {
    private let values: Mutex<(level: Logger.Level, format: LogFormat)>

    package init(level: Logger.Level, format: LogFormat) {
        values = Mutex((level, format))
    }

    package var level: Logger.Level { values.withLock { $0.level } }
    package var format: LogFormat { values.withLock { $0.format } }

    package func replace(level: Logger.Level, format: LogFormat) {
        values.withLock { $0 = (level, format) }
    }

    /// The logger for the whole process; lines go to standard error.
    package func makeLogger() -> Logger {
        Logger(label: "postern") { _ in LineLogHandler(style: self) }
    }
}
