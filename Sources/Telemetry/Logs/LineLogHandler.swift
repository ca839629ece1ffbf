package import Logging

/// Writes each log event as one line, whole or not at all.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat
    private let clock: @Sendable () -> Double
    private let write: @Sendable ([UInt8]) -> Void

    /// Members that every line has; metadata of the same name gets an underscore in front.
    private static let reserved: Set<String> = ["time", "level", "message"]

    /// - Parameters:
    ///   - clock: Unix time in seconds.
    ///   - write: takes one line with its line feed; called from any thread.
    package init(
        format: LogFormat,
        level: Logger.Level,
        clock: @escaping @Sendable () -> Double = WallClock.now,
        write: @escaping @Sendable ([UInt8]) -> Void = { LineWriter.standardError.write($0) }
    ) {
        self.format = format
        self.logLevel = level
        self.clock = clock
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var members = metadata
        if let provided = metadataProvider?.get() { members.merge(provided) { $1 } }
        if let given = event.metadata { members.merge(given) { $1 } }
        if let error = event.error { members["error"] = "\(error)" }
        let sorted = members.sorted { $0.key < $1.key }
        let time = Timestamp.rfc3339(clock())
        let line =
            switch format {
            case .json: json(time, event, sorted)
            case .text: text(time, event, sorted)
            }
        write(Array(line.utf8))
    }

    private func json(_ time: String, _ event: LogEvent, _ members: [Logger.Metadata.Element]) -> String {
        var line = #"{"time":""# + time + #"","level":""# + event.level.rawValue + #"","message":"#
        line += event.message.description.jsonQuoted
        for (key, value) in members {
            let name = Self.reserved.contains(key) ? "_" + key : key
            line += "," + name.jsonQuoted + ":" + value.json
        }
        return line + "}\n"
    }

    private func text(_ time: String, _ event: LogEvent, _ members: [Logger.Metadata.Element]) -> String {
        // Quoting escapes what could break the line; the quotes themselves only get in a reader's way.
        var line = time + " " + event.level.rawValue + " " + event.message.description.jsonQuoted.dropFirst().dropLast()
        for (key, value) in members {
            line += " " + key.jsonQuoted.dropFirst().dropLast() + "=" + value.json
        }
        return line + "\n"
    }
}
