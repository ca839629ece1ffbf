import Authorization
import Bytes
import JOSE

/// The state of one issuer, from which updates and statuses are made and which a reload inherits.
struct IssuerRecord: Sendable {
    private(set) var issuer: IssuerKeys
    /// Nil for files, which have no schedule.
    var machine: RefreshMachine?
    var current: CurrentKeySet?
    /// The max-age of the response that delivered or confirmed `current`.
    var maxAge: Double?
    /// When a file was last read successfully; for other sources, the machine has the time.
    var readAt: Double?
    var lastError: FetchError?
    /// The status of the latest response; nil when there was none.
    var lastStatus: Int?
    var fetches: UInt64 = 0
    var failures: UInt64 = 0

    init(_ issuer: IssuerKeys, policy: RefreshPolicy) {
        self.issuer = issuer
        if case .file = issuer.source { return }
        machine = RefreshMachine(policy: policy)
    }

    /// The record for the service after a reload; changed headers cause a fetch at once.
    func inherited(as issuer: IssuerKeys, under policy: RefreshPolicy) -> IssuerRecord {
        var record = self
        record.issuer = issuer
        record.machine = machine?.inherited(
            under: policy,
            at: SteadyClock.now(),
            fetchesAtOnce: issuer.headers != self.issuer.headers
        )
        return record
    }

    var state: KeyState {
        if let machine { return machine.state }
        guard current != nil else { return .empty }
        return lastError == nil ? .fresh : .stale
    }

    /// The keys in use.
    var usable: CurrentKeySet? {
        state.hasUsableKeys ? current : nil
    }

    /// Records a successful fetch.
    mutating func recordSuccess(_ fetched: FetchedKeys) {
        fetches += 1
        lastError = nil
        lastStatus = fetched.status
        current = fetched.keys
        maxAge = fetched.maxAge
    }

    /// Records that a file was read successfully.
    mutating func recordReading(_ keys: CurrentKeySet, at now: Double) {
        fetches += 1
        lastError = nil
        readAt = now
        if keys.bytes != current?.bytes { current = keys }
    }

    /// Records a failed fetch, or a failed reading of a file; the keys stay.
    mutating func recordFailure(_ error: FetchError) {
        fetches += 1
        failures += 1
        lastError = error
        lastStatus = error.status
    }

    /// The state of the keys, for an update to subscribers.
    func evidence() -> KeyEvidence {
        // A reload also reads this during a fetch.
        let refusedUntil = machine?.unknownKeysRefusedUntil(at: SteadyClock.now())
        return KeyEvidence(
            keys: usable?.set,
            generation: usable?.generation ?? 0,
            // The clocks of subscribers may be slightly behind.
            unknownKeysRefusedFrom: machine == nil ? -.infinity : WallClock.now() - 1,
            unknownKeysRefusedUntil: refusedUntil.map(SteadyClock.unix) ?? .infinity
        )
    }

    func status() -> IssuerStatus {
        let set = usable?.set
        return IssuerStatus(
            issuer: issuer.issuer,
            state: state,
            readiness: issuer.readiness,
            origin: issuer.source.origin,
            source: issuer.source.location,
            keysURL: keysURL,
            generation: usable?.generation ?? 0,
            keys: (set?.keys ?? []).map {
                IssuerStatus.Key(keyID: $0.keyID, algorithms: $0.algorithms, summary: $0.summary)
            },
            rejections: set?.rejections ?? lastError?.rejections ?? [],
            warnings: set?.warnings ?? [],
            lastSuccess: (machine?.lastSuccess ?? readAt).map(SteadyClock.unix),
            freshnessLifetime: machine?.lastSuccess == nil ? nil : machine?.freshnessLifetime,
            maxAge: maxAge,
            nextRefresh: nextRefresh,
            lastError: lastError?.message,
            lastStatus: lastStatus,
            fetches: fetches,
            failures: failures
        )
    }

    private var keysURL: String? {
        if let current { return current.url }
        if case .discovery = issuer.source { return nil }
        return issuer.source.location
    }

    private var nextRefresh: Double? {
        guard let machine, !machine.isFetching, machine.nextFetch.isFinite else { return nil }
        return SteadyClock.unix(machine.nextFetch)
    }
}
