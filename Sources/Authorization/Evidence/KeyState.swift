/// The state of one issuer's keys; the raw value is used in metrics and on the status page.
public enum KeyState: String, Sendable, CaseIterable {
    /// No keys yet: tokens are answered with 503, and a fetch is attempted every two seconds.
    ///
    /// Moves to `fresh` (a successful fetch) and `refreshing` (a snapshot is used during the first fetch).
    case empty
    /// Keys within their freshness lifetime, and no fetch in progress.
    ///
    /// Moves to `refreshing` (the schedule, or an unknown `kid`), `stale` (the lifetime ended between two attempts) and,
    /// after the host was suspended, `expired`.
    case fresh
    /// Keys in use, and a fetch in progress that may replace them.
    ///
    /// Moves to `fresh` (a successful fetch, or a failed one within the lifetime), `stale` (a failed one beyond it) and
    /// `expired` (too old during the fetch).
    case refreshing
    /// Keys beyond their freshness lifetime, still in use because fetches fail.
    ///
    /// Moves to `refreshing` (the next attempt) and `expired` (too old). A file whose latest version is broken is in
    /// this state too, and never expires.
    case stale
    /// Keys too old to use: tokens are answered with 503, and a fetch is attempted every two seconds.
    ///
    /// Moves to `fresh` (a successful fetch).
    case expired

    /// Whether tokens may be verified with the issuer's keys.
    public var hasUsableKeys: Bool {
        switch self {
        case .empty, .expired: false
        case .fresh, .refreshing, .stale: true
        }
    }
}
