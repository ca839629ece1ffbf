/// Where one issuer stands; the raw value is the word in metrics and in the status page.
public enum KeyState: String, Sendable, CaseIterable {
    /// No keys yet: tokens are answered with 503, and a fetch is tried every two seconds.
    ///
    /// Moves to `fresh` (a good fetch) and `refreshing` (a snapshot serves while the first fetch runs).
    case empty
    /// Keys within their life, and no fetch under way.
    ///
    /// Moves to `refreshing` (the schedule, or an unknown `kid`), `stale` (the life ended between two attempts) and,
    /// if the host slept through all of that, `expired`.
    case fresh
    /// Keys in use, and a fetch under way that may replace them.
    ///
    /// Moves to `fresh` (a good fetch, or a failed one within the keys' life), `stale` (a failed one beyond it) and
    /// `expired` (too old while the fetch was under way).
    case refreshing
    /// Keys beyond their life, still in use because fetches fail.
    ///
    /// Moves to `refreshing` (the next attempt) and `expired` (too old). A file whose latest version is broken stands
    /// here too, and never expires.
    case stale
    /// Keys too old to be used: tokens are answered with 503, and a fetch is tried every two seconds.
    ///
    /// Moves to `fresh` (a good fetch).
    case expired

    /// Whether tokens may be verified with the issuer's keys.
    public var hasUsableKeys: Bool {
        switch self {
        case .empty, .expired: false
        case .fresh, .refreshing, .stale: true
        }
    }
}
