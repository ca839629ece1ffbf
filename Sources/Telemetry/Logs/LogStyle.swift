package import Logging
import Synchronization

/// The level and format of log lines.
///
/// All copies of a logger share it, so a reload applies to all of them, on every thread.
package final class LogStyle: Sendable {
    private let values: Mutex<(level: Logger.Level, format: LogFormat)>

    /// Creates a style.
    package init(level: Logger.Level, format: LogFormat) {
        values = Mutex((level, format))
    }

    /// The lowest level that is written.
    package var level: Logger.Level { values.withLock { $0.level } }
    /// The format of lines.
    package var format: LogFormat { values.withLock { $0.format } }

    /// Replaces level and format.
    package func replace(level: Logger.Level, format: LogFormat) {
        values.withLock { $0 = (level, format) }
    }

    /// Creates the logger of the process, which writes to standard error.
    package func makeLogger() -> Logger {
        Logger(label: "postern") { _ in LineLogHandler(style: self) }
    }
}
