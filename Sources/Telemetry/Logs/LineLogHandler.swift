import Bytes
package import Logging

/// Writes each log event as one line, whole or not at all.
package struct LineLogHandler: LogHandler {
    /// The style's level, unless this copy has been told another.
    package var logLevel: Logger.Level {
        get { ownLevel ?? style.level }
        set { ownLevel = newValue }
    }
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private var ownLevel: Logger.Level?
    private let style: LogStyle
    private let clock: @Sendable () -> Double
    private let output: any LogOutput

    /// Members that every line has; metadata of the same name gets an underscore in front.
    private static let reserved: Set<String> = ["time", "level", "message"]

    /// - Parameter clock: Unix time in seconds.
    package init(
        style: LogStyle,
        clock: @escaping @Sendable () -> Double = WallClock.now,
        output: any LogOutput = LogQueue.standardError
    ) {
        self.style = style
        self.clock = clock
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var members = metadata
        if let provided = metadataProvider?.get() { members.merge(provided) { $1 } }
        if let given = event.metadata {
            // Mostly there is no other.
            if members.isEmpty { members = given } else { members.merge(given) { $1 } }
        }
        if let error = event.error { members["error"] = "\(error)" }
        let time = Timestamp.rfc3339(clock())
        let line = bytes(time, event.level, event.message.description, members)
        output.write(line) { missing in
            bytes(time, .warning, "log lines dropped", ["lines": .stringConvertible(missing)])
        }
    }

    private func bytes(
        _ time: String,
        _ level: Logger.Level,
        _ message: String,
        _ members: Logger.Metadata
    ) -> [UInt8] {
        let sorted = members.sorted { $0.key < $1.key }
        return switch style.format {
        case .json: Array(json(time, level, message, sorted).utf8)
        case .text: Array(text(time, level, message, sorted).utf8)
        }
    }

    private func json(
        _ time: String,
        _ level: Logger.Level,
        _ message: String,
        _ members: [Logger.Metadata.Element]
    ) -> String {
        var line = #"{"time":""# + time + #"","level":""# + level.rawValue + #"","message":"# + message.jsonQuoted
        for (key, value) in members {
            let name = Self.reserved.contains(key) ? "_" + key : key
            line += "," + name.jsonQuoted + ":" + value.json
        }
        return line + "}\n"
    }

    private func text(
        _ time: String,
        _ level: Logger.Level,
        _ message: String,
        _ members: [Logger.Metadata.Element]
    ) -> String {
        // Quoting escapes what could break the line; the quotes themselves only get in a reader's way.
        var line = time + " " + level.rawValue + " " + message.jsonQuoted.dropFirst().dropLast()
        for (key, value) in members {
            line += " " + key.jsonQuoted.dropFirst().dropLast() + "=" + value.json
        }
        return line + "\n"
    }
}
