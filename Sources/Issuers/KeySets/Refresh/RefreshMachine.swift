import Authorization

/// When one issuer's keys are fetched, and how long they are used: no I/O, no clock, no randomness.
///
/// Events go in with the time, actions come out. Times are seconds on a clock that never jumps. The driver performs
/// every action, reports each fetch's outcome exactly once, and comes back with a ``Event/timer`` at the time that
/// the last ``Action/wake(at:)`` named.
struct RefreshMachine: Sendable, Equatable {
    enum Event: Sendable, Equatable {
        /// Startup, or the time of ``Action/wake(at:)`` has come.
        case timer
        /// Keys were read from a snapshot that was fetched at that time, with that max-age.
        case restored(lastSuccess: Double, maxAge: Double?)
        /// A token names a key that is not in the set.
        case unknownKey
        /// A fetch delivered a set with usable keys, or confirmed the current one.
        case fetched(maxAge: Double?)
        /// A fetch failed.
        case failed
    }

    enum Action: Sendable, Equatable {
        case fetch(Purpose)
        /// Subscribers must receive the new state.
        case publish
        /// The time of the only timer; infinity means none.
        case wake(at: Double)
    }

    /// The reason for a fetch.
    enum Purpose: Sendable, Equatable {
        case schedule
        case unknownKey
    }

    private struct Flight: Sendable, Equatable {
        var purpose: Purpose
        var startedAt: Double
    }

    private(set) var state: KeyState = .empty
    /// When the current keys were last fetched or confirmed.
    private(set) var lastSuccess: Double?
    /// The time of the next scheduled fetch.
    private(set) var nextFetch = -Double.infinity
    /// Unknown keys cause no refresh before this time.
    private(set) var cooldownUntil = -Double.infinity
    private var policy: RefreshPolicy
    private var maxAge: Double?
    private var inFlight: Flight?
    /// The number of consecutive failed scheduled fetches.
    private var failures = 0

    init(policy: RefreshPolicy) {
        self.policy = policy
    }

    /// How long the current keys are fresh after ``lastSuccess``.
    var freshnessLifetime: Double {
        policy.freshnessLifetime(maxAge: maxAge)
    }

    var isFetching: Bool { inFlight != nil }

    /// The time until which tokens with unknown keys are refused.
    ///
    /// Not during a fetch or just before one: requests that wait receive its result.
    func unknownKeysRefusedUntil(at now: Double) -> Double {
        inFlight != nil || now >= nextFetch ? -.infinity : cooldownUntil
    }

    /// Seconds of silence in a fetch after which a second request is sent.
    var hedgeDelay: Double { state.hasUsableKeys ? .infinity : policy.hedgeDelay }

    /// Handles one event.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: the time, not before that of the previous event.
    ///   - jitter: a new random number, 0 up to 1.
    /// - Returns: the actions to perform, in order.
    mutating func handle(_ event: Event, at now: Double, jitter: Double) -> [Action] {
        var actions: [Action] = []
        var mustPublish = expire(at: now, jitter: jitter)
        switch event {
        case .timer:
            break
        case .restored(let lastSuccess, let maxAge):
            if restore(lastSuccess: lastSuccess, maxAge: maxAge, at: now) { mustPublish = true }
        case .unknownKey:
            // Requests must not wait when no fetch is in progress and none starts now.
            if inFlight == nil, !claimRefresh(at: now, into: &actions) { mustPublish = true }
        case .fetched(let maxAge):
            if succeed(maxAge: maxAge, at: now, jitter: jitter) { mustPublish = true }
        case .failed:
            if fail(at: now, jitter: jitter) { mustPublish = true }
        }
        if inFlight == nil, now >= nextFetch { begin(.schedule, at: now, into: &actions) }
        if mustPublish { actions.append(.publish) }
        actions.append(.wake(at: nextWake))
        return actions
    }

    /// The machine for the service after a reload, under a policy that may differ.
    ///
    /// A fetch in progress stays with the old driver, so the new one repeats it at once.
    ///
    /// - Parameters:
    ///   - policy: the new policy.
    ///   - now: the time of the reload.
    ///   - fetchesAtOnce: whether the next fetch may have another result than the last one.
    /// - Returns: the new machine.
    func inherited(under policy: RefreshPolicy, at now: Double, fetchesAtOnce: Bool = false) -> RefreshMachine {
        var machine = self
        machine.policy = policy
        machine.cooldownUntil = min(cooldownUntil, now + policy.cooldown)
        if let lastSuccess {
            let delay = policy.refreshDelay(freshnessLifetime: machine.freshnessLifetime, jitter: 0)
            machine.nextFetch = min(nextFetch, lastSuccess + delay)
        }
        if inFlight != nil || fetchesAtOnce {
            machine.inFlight = nil
            machine.nextFetch = now
        }
        machine.settle(at: now)
        return machine
    }
}

// MARK: Moves

extension RefreshMachine {
    private var freshUntil: Double { (lastSuccess ?? -.infinity) + freshnessLifetime }
    private var usableUntil: Double { (lastSuccess ?? -.infinity) + policy.staleFor }

    private var nextWake: Double {
        var times = [Double.infinity]
        if inFlight == nil { times.append(nextFetch) }
        if state == .fresh { times.append(freshUntil) }
        if state.hasUsableKeys { times.append(usableUntil) }
        return times.min() ?? .infinity
    }

    /// Advances the time; true when the keys became unusable.
    private mutating func expire(at now: Double, jitter: Double) -> Bool {
        let hadKeys = state.hasUsableKeys
        settle(at: now)
        guard hadKeys, !state.hasUsableKeys else { return false }
        // An issuer without keys does not wait for the end of its backoff.
        nextFetch = min(nextFetch, now + policy.retryDelay(jitter: jitter))
        return true
    }

    /// Derives the state from the age of the keys and the fetch in progress.
    private mutating func settle(at now: Double) {
        guard lastSuccess != nil else { return }
        if now >= usableUntil {
            state = .expired
        } else if inFlight != nil {
            state = .refreshing
        } else {
            state = now < freshUntil ? .fresh : .stale
        }
    }

    private mutating func begin(_ purpose: Purpose, at now: Double, into actions: inout [Action]) {
        inFlight = Flight(purpose: purpose, startedAt: now)
        settle(at: now)
        actions.append(.fetch(purpose))
    }

    /// Starts a refresh for an unknown key if one is due; the cooldown starts whatever the fetch delivers.
    private mutating func claimRefresh(at now: Double, into actions: inout [Action]) -> Bool {
        guard state.hasUsableKeys, now >= cooldownUntil else { return false }
        cooldownUntil = now + policy.cooldown
        begin(.unknownKey, at: now, into: &actions)
        return true
    }

    private mutating func restore(lastSuccess: Double, maxAge: Double?, at now: Double) -> Bool {
        guard state == .empty, lastSuccess + policy.staleFor > now else { return false }
        self.lastSuccess = lastSuccess
        self.maxAge = maxAge
        settle(at: now)
        return true
    }

    private mutating func succeed(maxAge: Double?, at now: Double, jitter: Double) -> Bool {
        guard inFlight != nil else { return false }
        inFlight = nil
        failures = 0
        lastSuccess = now
        self.maxAge = maxAge
        nextFetch = now + policy.refreshDelay(freshnessLifetime: freshnessLifetime, jitter: jitter)
        settle(at: now)
        return true
    }

    private mutating func fail(at now: Double, jitter: Double) -> Bool {
        guard let inFlight else { return false }
        self.inFlight = nil
        settle(at: now)
        // A refresh for an unknown key does not change the schedule, unless it replaced a scheduled one:
        // clients with unknown keys can neither advance nor delay the next attempt.
        guard inFlight.purpose == .schedule || now >= nextFetch else { return true }
        failures += 1
        if state.hasUsableKeys {
            nextFetch = now + policy.backoff(failures: failures, jitter: jitter)
        } else {
            nextFetch = max(now + 0.1, inFlight.startedAt + policy.retryDelay(jitter: jitter))
        }
        return true
    }
}
