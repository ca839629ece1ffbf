import Authorization

/// When one issuer's keys are fetched, and how long they are used: no I/O, no clock, no randomness.
///
/// Events go in with the time, actions come out. Times are seconds on a clock that never jumps. The driver performs
/// every action, reports each fetch's outcome exactly once, and comes back with a ``Event/timer`` at the time that
/// the last ``Action/wake(at:)`` named.
struct RefreshMachine: Sendable, Equatable {
    enum Event: Sendable, Equatable {
        /// The start, or a time that was asked for has come.
        case timer
        /// Keys were found in a snapshot: they were fetched at that time, with that max-age.
        case restored(goodAt: Double, maxAge: Double?)
        /// A token names a key that the set does not have.
        case unknownKey
        /// A fetch brought a set with usable keys, or confirmed the present one.
        case fetched(maxAge: Double?)
        /// A fetch brought anything else.
        case failed
    }

    enum Action: Sendable, Equatable {
        case fetch(Purpose)
        /// Everybody who uses the keys, or waits for them, must hear how things stand.
        case publish
        /// The only timer; infinity needs none.
        case wake(at: Double)
    }

    /// Why a fetch is made.
    enum Purpose: Sendable, Equatable {
        case schedule
        case unknownKey
    }

    private struct Flight: Sendable, Equatable {
        var purpose: Purpose
        var startedAt: Double
    }

    private(set) var state: KeyState = .empty
    /// When the present keys were last fetched or confirmed.
    private(set) var goodAt: Double?
    /// When the schedule fetches next.
    private(set) var nextFetch = -Double.infinity
    /// Unknown keys ask for no refresh before this time.
    private(set) var cooldownUntil = -Double.infinity
    private var policy: RefreshPolicy
    private var maxAge: Double?
    private var flight: Flight?
    /// Scheduled fetches that failed in a row.
    private var failures = 0

    init(policy: RefreshPolicy) {
        self.policy = policy
    }

    /// How long the present keys are fresh after ``goodAt``.
    var freshnessLifetime: Double {
        policy.freshnessLifetime(maxAge: maxAge)
    }

    var isFetching: Bool { flight != nil }

    /// Until when tokens with unknown keys are refused.
    ///
    /// Not at all while a fetch is under way or about to begin: those who wait are to have its result.
    func unknownKeysRefusedUntil(at now: Double) -> Double {
        flight != nil || now >= nextFetch ? -.infinity : cooldownUntil
    }

    /// How long a fetch may be silent before the provider is asked once more, in seconds.
    var patience: Double { state.hasUsableKeys ? .infinity : policy.patience }

    /// Takes in one event.
    ///
    /// - Parameters:
    ///   - now: not before that of the event before.
    ///   - jitter: a fresh random number, 0 up to 1.
    mutating func handle(_ event: Event, at now: Double, jitter: Double) -> [Action] {
        var actions: [Action] = []
        var mustPublish = expire(at: now, jitter: jitter)
        switch event {
        case .timer:
            break
        case .restored(let goodAt, let maxAge):
            if restore(goodAt: goodAt, maxAge: maxAge, at: now) { mustPublish = true }
        case .unknownKey:
            // Whoever waits while no fetch is under way, nor starts now, must not wait in vain.
            if flight == nil, !claimRefresh(at: now, into: &actions) { mustPublish = true }
        case .fetched(let maxAge):
            if succeed(maxAge: maxAge, at: now, jitter: jitter) { mustPublish = true }
        case .failed:
            if fail(at: now, jitter: jitter) { mustPublish = true }
        }
        if flight == nil, now >= nextFetch { begin(.schedule, at: now, into: &actions) }
        if mustPublish { actions.append(.publish) }
        actions.append(.wake(at: nextWake))
        return actions
    }

    /// The machine as a new one takes it over at a reload, under a policy that may differ.
    ///
    /// A fetch under way stays behind with the old driver, so the new one makes it again, at once.
    ///
    /// - Parameter fetchesAtOnce: whether a fetch may go better than the last one did, or worse.
    func inherited(under policy: RefreshPolicy, at now: Double, fetchesAtOnce: Bool = false) -> RefreshMachine {
        var machine = self
        machine.policy = policy
        machine.cooldownUntil = min(cooldownUntil, now + policy.cooldown)
        if let goodAt {
            let delay = policy.refreshDelay(freshnessLifetime: machine.freshnessLifetime, jitter: 0)
            machine.nextFetch = min(nextFetch, goodAt + delay)
        }
        if flight != nil || fetchesAtOnce {
            machine.flight = nil
            machine.nextFetch = now
        }
        machine.settle(at: now)
        return machine
    }
}

// MARK: Moves

extension RefreshMachine {
    private var freshUntil: Double { (goodAt ?? -.infinity) + freshnessLifetime }
    private var usableUntil: Double { (goodAt ?? -.infinity) + policy.staleFor }

    private var nextWake: Double {
        var times = [Double.infinity]
        if flight == nil { times.append(nextFetch) }
        if state == .fresh { times.append(freshUntil) }
        if state.hasUsableKeys { times.append(usableUntil) }
        return times.min() ?? .infinity
    }

    /// Lets time pass; true when the keys became unusable.
    private mutating func expire(at now: Double, jitter: Double) -> Bool {
        let hadKeys = state.hasUsableKeys
        settle(at: now)
        guard hadKeys, !state.hasUsableKeys else { return false }
        // An issuer without keys does not wait for the end of its back-off.
        nextFetch = min(nextFetch, now + policy.retryDelay(jitter: jitter))
        return true
    }

    /// Puts the state where the keys' age and the fetch under way want it.
    private mutating func settle(at now: Double) {
        guard goodAt != nil else { return }
        if now >= usableUntil {
            state = .expired
        } else if flight != nil {
            state = .refreshing
        } else {
            state = now < freshUntil ? .fresh : .stale
        }
    }

    private mutating func begin(_ purpose: Purpose, at now: Double, into actions: inout [Action]) {
        flight = Flight(purpose: purpose, startedAt: now)
        settle(at: now)
        actions.append(.fetch(purpose))
    }

    /// Starts a refresh for an unknown key if one is due; the cooldown is taken first, whatever the fetch brings.
    private mutating func claimRefresh(at now: Double, into actions: inout [Action]) -> Bool {
        guard state.hasUsableKeys, now >= cooldownUntil else { return false }
        cooldownUntil = now + policy.cooldown
        begin(.unknownKey, at: now, into: &actions)
        return true
    }

    private mutating func restore(goodAt: Double, maxAge: Double?, at now: Double) -> Bool {
        guard state == .empty, goodAt + policy.staleFor > now else { return false }
        self.goodAt = goodAt
        self.maxAge = maxAge
        settle(at: now)
        return true
    }

    private mutating func succeed(maxAge: Double?, at now: Double, jitter: Double) -> Bool {
        guard flight != nil else { return false }
        flight = nil
        failures = 0
        goodAt = now
        self.maxAge = maxAge
        nextFetch = now + policy.refreshDelay(freshnessLifetime: freshnessLifetime, jitter: jitter)
        settle(at: now)
        return true
    }

    private mutating func fail(at now: Double, jitter: Double) -> Bool {
        guard let flight else { return false }
        self.flight = nil
        settle(at: now)
        // A refresh that an unknown key asked for leaves the schedule alone, unless it stood in for a scheduled one:
        // strangers can neither bring the next attempt nearer nor push it away.
        guard flight.purpose == .schedule || now >= nextFetch else { return true }
        failures += 1
        if state.hasUsableKeys {
            nextFetch = now + policy.backOff(failures: failures, jitter: jitter)
        } else {
            nextFetch = max(now + 0.1, flight.startedAt + policy.retryDelay(jitter: jitter))
        }
        return true
    }
}
