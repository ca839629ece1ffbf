import Bytes
package import Logging

/// A log handler that writes each event as one line, completely or not at all.
package struct LineLogHandler: LogHandler {
    /// The level of the style, unless this copy has its own.
    package var logLevel: Logger.Level {
        get { ownLevel ?? style.level }
        set { ownLevel = newValue }
    }
    /// The metadata of this copy.
    package var metadata: Logger.Metadata = [:]
    /// The metadata provider of this copy.
    package var metadataProvider: Logger.MetadataProvider?
    private var ownLevel: Logger.Level?
    private let style: LogStyle
    private let clock: @Sendable () -> Double
    private let output: any LogOutput

    /// The fields of every line; metadata of the same name gets a leading underscore.
    private static let reserved: Set<String> = ["time", "level", "message"]

    /// Creates a handler.
    ///
    /// - Parameters:
    ///   - style: the level and the format.
    ///   - clock: Unix time in seconds.
    ///   - output: where the lines go.
    package init(
        style: LogStyle,
        clock: @escaping @Sendable () -> Double = WallClock.now,
        output: any LogOutput = LogQueue.standardError
    ) {
        self.style = style
        self.clock = clock
        self.output = output
    }

    /// The metadata value of a key.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event.
    package func log(event: LogEvent) {
        var members = metadata
        if let provided = metadataProvider?.get() { members.merge(provided) { $1 } }
        if let given = event.metadata {
            // Most loggers have no metadata of their own.
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
        // Quoting escapes control characters; the quotes themselves are left out for readability.
        var line = time + " " + level.rawValue + " " + message.jsonQuoted.dropFirst().dropLast()
        for (key, value) in members {
            line += " " + key.jsonQuoted.dropFirst().dropLast() + "=" + value.json
        }
        return line + "\n"
    }
}
