internal import Settings

/// The result of reading the configuration for a reload; errors have been logged.
enum ConfigurationReadResult: Sendable {
    /// The configuration is valid.
    case read(Configuration)
    /// The configuration is invalid, with the first error.
    case refused(String)
    /// There is no file to read again.
    case ignored
}
