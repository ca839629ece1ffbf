import Authorization
import Bytes
import JOSE
import Logging
import Synchronization

/// Keeps one issuer's keys: performs what the issuer's machine wants, and tells it how that went.
actor IssuerKeeper {
    /// What all keepers of a service share.
    struct Surroundings: Sendable {
        let records: IssuerRecords
        let fetcher: KeyFetcher
        /// Scheduled fetches queue here.
        let scheduled: FetchSlots
        /// Fetches that tokens wait for queue here, never behind the schedule of other issuers.
        let urgent: FetchSlots
        let snapshots: SnapshotDesk?
        let logger: Logger
    }

    private let index: Int
    private let surroundings: Surroundings
    private let logger: Logger
    private var record: IssuerRecord
    private var machine: RefreshMachine
    private var wakeAt = Double.infinity
    private var timer: Task<Void, Never>?
    private var flight: Task<Void, Never>?
    private var isStopped = false
    /// Whether word of an unknown key is already on its way here.
    private nonisolated let hasWord = Atomic(false)

    init(index: Int, record: IssuerRecord, machine: RefreshMachine, surroundings: Surroundings) {
        self.index = index
        self.record = record
        self.machine = machine
        self.surroundings = surroundings
        var logger = surroundings.logger
        logger[metadataKey: "issuer"] = "\(record.issuer.issuer)"
        self.logger = logger
    }

    /// Takes up the work: the snapshot first, then the first fetch.
    func start() async {
        if record.held == nil, let restored = await readSnapshot(), !isStopped, record.held == nil {
            record.held = restored.keys
            record.maxAge = restored.maxAge
            handle(.restored(goodAt: restored.goodAt, maxAge: restored.maxAge))
            logger.info(
                record.usable == nil ? "the snapshot's keys are too old" : "keys restored from the snapshot",
                metadata: ["keys": "\(restored.keys.set.keys.count)"]
            )
        } else {
            handle(.timer)
        }
    }

    /// Ends timer and fetch, and takes no event any more.
    ///
    /// - Returns: the fetch that is ending, to be waited for once all keepers have stopped: it may stand in a queue
    ///   behind theirs.
    func stop() -> Task<Void, Never>? {
        isStopped = true
        timer?.cancel()
        flight?.cancel()
        return flight
    }

    /// Notes that a token names a key that is not there; costs next to nothing when many say so at once.
    nonisolated func unknownKeySeen() {
        guard !hasWord.exchange(true, ordering: .acquiringAndReleasing) else { return }
        Task { await self.takeWord() }
    }

    private func takeWord() {
        hasWord.store(false, ordering: .releasing)
        handle(.unknownKey)
    }

    private func handle(_ event: RefreshMachine.Event) {
        guard !isStopped else { return }
        let had = machine.state.hasUsableKeys
        let actions = machine.handle(event, at: SteadyClock.now(), jitter: .random(in: 0..<1))
        record.machine = machine
        if had, !machine.state.hasUsableKeys {
            logger.error("keys expired", metadata: ["error": "\(record.lastError?.message ?? "none")"])
        }
        surroundings.records.store(record, of: index, publish: actions.contains(.publish))
        for action in actions {
            switch action {
            case .fetch(let purpose): beginFetch(purpose)
            case .wake(let time): wake(at: time)
            case .publish: break
            }
        }
    }

    private func wake(at time: Double) {
        guard time != wakeAt else { return }
        timer?.cancel()
        wakeAt = time
        guard time.isFinite else { return }
        timer = Task {
            // A margin, so that the time has come by the machine's reckoning too; a day at most, and then again.
            let delay = min(max(0, time - SteadyClock.now()) + 0.001, 86400)
            guard (try? await Task.sleep(for: .seconds(delay))) != nil else { return }
            timerFired(of: time)
        }
    }

    private func timerFired(of time: Double) {
        guard wakeAt == time else { return }
        wakeAt = .infinity
        handle(.timer)
    }
}

// MARK: Fetches

extension IssuerKeeper {
    private func beginFetch(_ purpose: RefreshMachine.Purpose) {
        let slots = purpose == .schedule ? surroundings.scheduled : surroundings.urgent
        let issuer = record.issuer
        let (held, maxAge) = (record.held, record.maxAge)
        let patience = machine.patience
        flight = Task {
            // The fetch and the parsing are not the actor's own work: it stays free to answer.
            let outcome = await slots.withSlot { [fetcher = surroundings.fetcher] in
                // A refresh that tokens wait for takes the shorter way, to the URL that is known.
                await fetcher.fetch(
                    issuer,
                    held: held,
                    maxAge: maxAge,
                    rediscover: purpose == .schedule,
                    askAgainEvery: patience
                )
            }
            guard !Task.isCancelled else { return }
            end(outcome)
        }
    }

    private func end(_ outcome: Result<FetchedKeys, FetchError>) {
        let before = record.lastError
        switch outcome {
        case .success(let answer):
            record.take(answer)
            handle(.fetched(maxAge: answer.maxAge))
            log(answer, recovered: before != nil)
            writeSnapshot(answer)
        case .failure(let error):
            record.take(error)
            handle(.failed)
            log(error, before: before)
        }
    }

    private func log(_ answer: FetchedKeys, recovered: Bool) {
        guard !answer.isUnchanged || recovered else { return }
        let set = answer.keys.set
        logger.info(
            "keys fetched",
            metadata: [
                "url": "\(answer.keys.url)", "keys": "\(set.keys.count)", "rejected": "\(set.rejections.count)",
                "changed": "\(!answer.isUnchanged)",
            ]
        )
        for warning in set.warnings.prefix(10) { logger.warning("key set", metadata: ["warning": "\(warning)"]) }
    }

    /// A provider may be away for hours: only news is a warning.
    private func log(_ error: FetchError, before: FetchError?) {
        logger.log(
            level: error.message == before?.message ? .debug : .warning,
            machine.state.hasUsableKeys ? "keys not refreshed, the old ones serve" : "keys not fetched, none to use",
            metadata: ["error": "\(error.message)"]
        )
    }
}

// MARK: Snapshots

extension IssuerKeeper {
    private func readSnapshot() async -> (keys: HeldKeys, goodAt: Double, maxAge: Double?)? {
        do throws(FetchError) {
            guard let found = try await surroundings.snapshots?.read(record.issuer) else { return nil }
            let snapshot = found.snapshot
            let keys = try HeldKeys(
                parsing: Array(snapshot.jwks.utf8),
                from: snapshot.url,
                issuer: record.issuer.issuer,
                validators: snapshot.validators?.checked,
                trust: .fetched
            )
            if let ahead = found.secondsAhead { takeUpFromTheFuture(snapshot, by: ahead) }
            return (keys, SteadyClock.steady(snapshot.goodAt), snapshot.maxAge)
        } catch {
            logger.warning("snapshot ignored", metadata: ["error": "\(error.message)"])
            return nil
        }
    }

    private func takeUpFromTheFuture(_ snapshot: KeySnapshot, by seconds: Double) {
        logger.warning(
            "the snapshot was written by a clock that was ahead; its keys count as fetched now",
            metadata: ["seconds_ahead": "\(Int(clamping: Int64(min(seconds, 1e15))))"]
        )
        write(snapshot)
    }

    private func writeSnapshot(_ answer: FetchedKeys) {
        guard surroundings.snapshots != nil, let goodAt = machine.goodAt else { return }
        write(
            KeySnapshot(
                issuer: record.issuer,
                keys: answer.keys,
                goodAt: SteadyClock.unix(goodAt),
                maxAge: answer.maxAge
            )
        )
    }

    private func write(_ snapshot: KeySnapshot) {
        surroundings.snapshots?.write(snapshot, of: record.issuer, at: index) { [logger] error in
            logger.warning("snapshot not written", metadata: ["error": "\(error.message)"])
        }
    }
}
