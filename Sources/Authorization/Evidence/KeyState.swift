/// The state of one issuer's keys; the raw value is the word in metrics and in the status page.
public enum KeyState: String, Sendable, CaseIterable {
    /// No keys yet: tokens are answered with 503, and a fetch is tried every two seconds.
    ///
    /// Moves to `fresh` (a good fetch) and `refreshing` (a snapshot serves while the first fetch runs).
    case empty
    /// Keys within their freshness lifetime, and no fetch under way.
    ///
    /// Moves to `refreshing` (the schedule, or an unknown `kid`), `stale` (the lifetime ended between two attempts) and,
    /// if the host slept through all of that, `expired`.
    case fresh
    /// Keys in use, and a fetch under way that may replace them.
    ///
    /// Moves to `fresh` (a good fetch, or a failed one within the lifetime), `stale` (a failed one beyond it) and
    /// `expired` (too old while the fetch was under way).
    case refreshing
    /// Keys beyond their freshness lifetime, still in use because fetches fail.
    ///
    /// Moves to `refreshing` (the next attempt) and `expired` (too old). A file whose latest version is broken is in
    /// this state too, and never expires.
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
