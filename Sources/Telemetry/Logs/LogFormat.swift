/// The format of log lines.
package enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object per line.
    case json
    /// Plain text: time, level, message, and `name=value` pairs.
    case text
}
