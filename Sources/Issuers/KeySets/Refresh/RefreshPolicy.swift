/// The numbers behind the schedule; times in seconds.
struct RefreshPolicy: Sendable, Equatable {
    var refresh: Double
    var staleFor: Double
    var cooldown: Double
    /// What an answer's max-age cannot go below: a provider must not make us ask all the time.
    var shortestMaxAge = 60.0
    var retryWithoutKeys = 2.0
    /// How long an issuer without keys is waited for before it is asked once more beside the request that hangs.
    var patience = 1.9
    var firstBackOff = 1.0
    var longestBackOff = 60.0

    init(_ settings: KeySettings) {
        refresh = settings.refresh
        staleFor = settings.staleFor
        cooldown = settings.cooldown
    }

    /// How long a set is fresh.
    func freshnessLifetime(maxAge: Double?) -> Double {
        min(refresh, max(shortestMaxAge, maxAge ?? refresh))
    }

    /// From a good fetch to the next one: about four fifths of the lifetime, so that a failure can be repeated in time.
    ///
    /// - Parameter jitter: 0 up to 1.
    func refreshDelay(freshnessLifetime: Double, jitter: Double) -> Double {
        freshnessLifetime * (0.75 + 0.1 * jitter)
    }

    /// From the start of a failed fetch to the next one, while there are no keys.
    ///
    /// A little under the two seconds that the issuer is promised, so that the answer is there within them.
    func retryDelay(jitter: Double) -> Double {
        retryWithoutKeys * (0.8 + 0.15 * jitter)
    }

    /// From the end of a failed fetch to the next one, while the old keys serve: doubled each time.
    ///
    /// - Parameter failures: how many scheduled fetches failed in a row, 1 or more.
    func backOff(failures: Int, jitter: Double) -> Double {
        var delay = firstBackOff
        var doublings = failures - 1
        while doublings > 0, delay < longestBackOff {
            delay *= 2
            doublings -= 1
        }
        return min(delay, longestBackOff) * (0.5 + 0.5 * jitter)
    }
}
