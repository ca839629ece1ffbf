/// The parameters of the schedule; times in seconds.
struct RefreshPolicy: Sendable, Equatable {
    var refresh: Double
    var staleFor: Double
    var cooldown: Double
    /// The lower bound of a response's max-age, so that a provider cannot cause constant fetches.
    var minMaxAge = 60.0
    var retryWithoutKeys = 2.0
    /// How long a request for an issuer without keys may take before a second one is sent beside it.
    var hedgeDelay = 1.9
    var minBackoff = 1.0
    var maxBackoff = 60.0

    init(_ settings: KeySettings) {
        refresh = settings.refresh
        staleFor = settings.staleFor
        cooldown = settings.cooldown
    }

    /// How long a set is fresh, in seconds.
    func freshnessLifetime(maxAge: Double?) -> Double {
        min(refresh, max(minMaxAge, maxAge ?? refresh))
    }

    /// From a successful fetch to the next: about four fifths of the lifetime, which leaves time for a retry.
    ///
    /// - Parameters:
    ///   - freshnessLifetime: the freshness lifetime, in seconds.
    ///   - jitter: 0 up to 1.
    /// - Returns: the delay in seconds.
    func refreshDelay(freshnessLifetime: Double, jitter: Double) -> Double {
        freshnessLifetime * (0.75 + 0.1 * jitter)
    }

    /// From the start of a failed fetch to the next one, while there are no keys.
    ///
    /// A little under the promised two seconds, so that the response arrives within them.
    func retryDelay(jitter: Double) -> Double {
        retryWithoutKeys * (0.8 + 0.15 * jitter)
    }

    /// From the end of a failed fetch to the next, while old keys are usable; doubled each time.
    ///
    /// - Parameters:
    ///   - failures: the number of consecutive failed scheduled fetches, 1 or more.
    ///   - jitter: 0 up to 1.
    /// - Returns: the delay in seconds.
    func backoff(failures: Int, jitter: Double) -> Double {
        var delay = minBackoff
        var doublings = failures - 1
        while doublings > 0, delay < maxBackoff {
            delay *= 2
            doublings -= 1
        }
        return min(delay, maxBackoff) * (0.5 + 0.5 * jitter)
    }
}
