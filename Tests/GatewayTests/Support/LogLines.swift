import Logging
import Synchronization

/// A log handler that keeps what it is given.
final class LogLines: LogHandler {
    struct Line: Equatable {
        var level: Logger.Level
        var message: String
        var members: [String: String]
    }

    private let kept = Mutex<[Line]>([])

    var lines: [Line] { kept.withLock { $0 } }
    var logger: Logger { Logger(label: "test", factory: { _ in self }) }

    let metadataProvider: Logger.MetadataProvider? = nil

    func log(event: LogEvent) {
        let members = (event.metadata ?? [:]).mapValues { "\($0)" }
        kept.withLock {
            $0.append(Line(level: event.level, message: event.message.description, members: members))
        }
    }

    var logLevel: Logger.Level {
        get { .info }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
}
