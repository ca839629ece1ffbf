internal import Settings

/// What reading the configuration for a reload came to; what was wrong has been logged.
enum ConfigurationReadResult: Sendable {
    case read(Configuration)
    /// It cannot be used, and why.
    case refused(String)
    /// There is no file to read again.
    case ignored
}
