/// What is logged, and how it is spelt.
public struct LogSettings: Sendable, Equatable {
    public enum Format: String, Sendable, CaseIterable {
        case json, text
    }

    /// The least severity that is logged, in swift-log's words.
    public enum Level: String, Sendable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// Which decisions are logged.
    public enum Decisions: String, Sendable, CaseIterable {
        case none, denied, all
    }

    public var format: Format
    public var level: Level
    public var decisions: Decisions

    public init(format: Format = .json, level: Level = .info, decisions: Decisions = .denied) {
        self.format = format
        self.level = level
        self.decisions = decisions
    }
}
