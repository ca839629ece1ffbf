import Authorization
import Bytes
import JOSE

/// All that is known about one issuer: the value behind updates and statuses, and what a reload takes over.
struct IssuerRecord: Sendable {
    private(set) var issuer: IssuerKeys
    /// nil for files, which have no schedule.
    var machine: RefreshMachine?
    var held: HeldKeys?
    /// The max-age of the answer that brought or confirmed `held`.
    var maxAge: Double?
    /// When a file was last read well; the machine knows it for the others.
    var readAt: Double?
    var lastError: FetchError?
    /// The status of the latest answer; nil when there was none.
    var lastStatus: Int?
    var fetches: UInt64 = 0
    var failures: UInt64 = 0

    init(_ issuer: IssuerKeys, policy: RefreshPolicy) {
        self.issuer = issuer
        if case .file = issuer.source { return }
        machine = RefreshMachine(policy: policy)
    }

    /// The record as a new service takes it over; other headers are tried at once.
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
        guard held != nil else { return .empty }
        return lastError == nil ? .fresh : .stale
    }

    /// The keys in use.
    var usable: HeldKeys? {
        state.hasUsableKeys ? held : nil
    }

    /// Notes a good fetch.
    mutating func take(_ fetched: FetchedKeys) {
        fetches += 1
        lastError = nil
        lastStatus = fetched.status
        held = fetched.keys
        maxAge = fetched.maxAge
    }

    /// Notes that a file was read well.
    mutating func take(_ keys: HeldKeys, at now: Double) {
        fetches += 1
        lastError = nil
        readAt = now
        if keys.bytes != held?.bytes { held = keys }
    }

    /// Notes a fetch, or the reading of a file, that failed: the keys stay.
    mutating func take(_ error: FetchError) {
        fetches += 1
        failures += 1
        lastError = error
        lastStatus = error.status
    }

    /// The state of the keys, for an update to those who verify with them.
    func evidence() -> KeyEvidence {
        // A reload asks in the middle of a fetch too.
        let refusedUntil = machine?.unknownKeysRefusedUntil(at: SteadyClock.now())
        return KeyEvidence(
            keys: usable?.set,
            generation: usable?.generation ?? 0,
            // The clocks of those who hear it may be a little behind.
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
            lastSuccess: (machine?.goodAt ?? readAt).map(SteadyClock.unix),
            freshnessLifetime: machine?.goodAt == nil ? nil : machine?.freshnessLifetime,
            maxAge: maxAge,
            nextRefresh: nextRefresh,
            lastError: lastError?.message,
            lastStatus: lastStatus,
            fetches: fetches,
            failures: failures
        )
    }

    private var keysURL: String? {
        if let held { return held.url }
        if case .discovery = issuer.source { return nil }
        return issuer.source.location
    }

    private var nextRefresh: Double? {
        guard let machine, !machine.isFetching, machine.nextFetch.isFinite else { return nil }
        return SteadyClock.unix(machine.nextFetch)
    }
}
