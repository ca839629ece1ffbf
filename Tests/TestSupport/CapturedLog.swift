package import Logging
import Synchronization

/// A log that a test can read.
package final class CapturedLog: Sendable {
    /// One message with its metadata.
    package struct Line: Sendable, Equatable, CustomStringConvertible {
        package let level: Logger.Level
        package let message: String
        package let members: [String: String]

        package var description: String { "\(level) \(message) \(members)" }
    }

    private let kept = Mutex<[Line]>([])
    private let level: Logger.Level

    /// - Parameter level: the lowest level that is kept.
    package init(level: Logger.Level = .trace) {
        self.level = level
    }

    package var lines: [Line] { kept.withLock { $0 } }

    /// Every line as text.
    package var all: [String] { lines.map(\.description) }

    package var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self, logLevel: level) }
    }

    fileprivate func append(_ line: Line) { kept.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let members = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
            log.append(Line(level: event.level, message: event.message.description, members: members))
        }
    }
}
