/// How log lines are written.
package enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case json
    /// One line for people: time, level, message, and `name=value` pairs.
    case text
}
