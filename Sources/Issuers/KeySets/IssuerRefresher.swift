import Authorization
import Bytes
import JOSE
import Logging
import Synchronization

/// Refreshes one issuer's keys: performs the actions of its ``RefreshMachine`` and reports the results to it.
actor IssuerRefresher {
    /// What all refreshers of a service share.
    struct Dependencies: Sendable {
        let records: IssuerRecords
        let fetcher: KeyFetcher
        /// The queue of scheduled fetches.
        let scheduled: FetchSlots
        /// The queue of fetches for unknown keys, so that they never wait for the schedule of other issuers.
        let urgent: FetchSlots
        let snapshots: SnapshotQueue?
        let logger: Logger
    }

    private let index: Int
    private let dependencies: Dependencies
    private let logger: Logger
    private var record: IssuerRecord
    private var machine: RefreshMachine
    private var wakeAt = Double.infinity
    private var timer: Task<Void, Never>?
    private var fetchTask: Task<Void, Never>?
    private var isStopped = false
    /// Whether an unknown key has been reported and not yet been handled.
    private nonisolated let isUnknownKeyPending = Atomic(false)

    init(index: Int, record: IssuerRecord, machine: RefreshMachine, dependencies: Dependencies) {
        self.index = index
        self.record = record
        self.machine = machine
        self.dependencies = dependencies
        var logger = dependencies.logger
        logger[metadataKey: "issuer"] = "\(record.issuer.issuer)"
        self.logger = logger
    }

    /// Reads the snapshot, then starts the first fetch.
    func start() async {
        if record.current == nil, let restored = await readSnapshot(), !isStopped, record.current == nil {
            record.current = restored.keys
            record.maxAge = restored.maxAge
            handle(.restored(lastSuccess: restored.lastSuccess, maxAge: restored.maxAge))
            logger.info(
                record.usable == nil ? "the keys in the snapshot are too old" : "keys restored from the snapshot",
                metadata: ["keys": "\(restored.keys.set.keys.count)"]
            )
        } else {
            handle(.timer)
        }
    }

    /// Cancels timer and fetch, and ignores later events.
    ///
    /// - Returns: the cancelled fetch, to be waited for once all refreshers have stopped: it may be queued
    ///   behind their fetches.
    func stop() -> Task<Void, Never>? {
        isStopped = true
        timer?.cancel()
        fetchTask?.cancel()
        return fetchTask
    }

    /// Reports that a token names an unknown key; cheap when many reports arrive at once.
    nonisolated func unknownKeySeen() {
        guard !isUnknownKeyPending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        Task { await self.handleUnknownKey() }
    }

    private func handleUnknownKey() {
        isUnknownKeyPending.store(false, ordering: .releasing)
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
        dependencies.records.store(record, of: index, publish: actions.contains(.publish))
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
            // A margin, so that the machine's clock has reached the time too; at most a day, then again.
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

extension IssuerRefresher {
    private func beginFetch(_ purpose: RefreshMachine.Purpose) {
        let slots = purpose == .schedule ? dependencies.scheduled : dependencies.urgent
        let issuer = record.issuer
        let (current, maxAge) = (record.current, record.maxAge)
        let hedgeDelay = machine.hedgeDelay
        fetchTask = Task {
            // Fetching and parsing run outside the actor, which stays responsive.
            let outcome = await slots.withSlot { [fetcher = dependencies.fetcher] in
                // A refresh for an unknown key skips discovery and requests the known URL.
                await fetcher.fetch(
                    issuer,
                    current: current,
                    maxAge: maxAge,
                    rediscover: purpose == .schedule,
                    hedgeDelay: hedgeDelay
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
            record.recordSuccess(answer)
            handle(.fetched(maxAge: answer.maxAge))
            log(answer, recovered: before != nil)
            writeSnapshot(answer)
        case .failure(let error):
            record.recordFailure(error)
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
        for warning in set.warnings.prefix(10) {
            logger.warning("key set warning", metadata: ["warning": "\(warning)"])
        }
    }

    /// A provider may be down for hours: only a new error is a warning.
    private func log(_ error: FetchError, before: FetchError?) {
        logger.log(
            level: error.message == before?.message ? .debug : .warning,
            machine.state.hasUsableKeys
                ? "keys not refreshed; still using the old ones" : "keys not fetched; no usable keys",
            metadata: ["error": "\(error.message)"]
        )
    }
}

// MARK: Snapshots

extension IssuerRefresher {
    private func readSnapshot() async -> (keys: CurrentKeySet, lastSuccess: Double, maxAge: Double?)? {
        do throws(FetchError) {
            guard let found = try await dependencies.snapshots?.read(record.issuer) else { return nil }
            let snapshot = found.snapshot
            let keys = try CurrentKeySet(
                parsing: Array(snapshot.jwks.utf8),
                from: snapshot.url,
                issuer: record.issuer.issuer,
                validators: snapshot.validators?.checked,
                trust: .fetched
            )
            if let ahead = found.secondsAhead { rewriteFromFuture(snapshot, by: ahead) }
            return (keys, SteadyClock.steady(snapshot.lastSuccess), snapshot.maxAge)
        } catch {
            logger.warning("snapshot ignored", metadata: ["error": "\(error.message)"])
            return nil
        }
    }

    private func rewriteFromFuture(_ snapshot: KeySnapshot, by seconds: Double) {
        logger.warning(
            "the snapshot has a time in the future; its keys are treated as fetched now",
            metadata: ["seconds_ahead": "\(Int(clamping: Int64(min(seconds, 1e15))))"]
        )
        write(snapshot)
    }

    private func writeSnapshot(_ answer: FetchedKeys) {
        guard dependencies.snapshots != nil, let lastSuccess = machine.lastSuccess else { return }
        write(
            KeySnapshot(
                issuer: record.issuer,
                keys: answer.keys,
                lastSuccess: SteadyClock.unix(lastSuccess),
                maxAge: answer.maxAge
            )
        )
    }

    private func write(_ snapshot: KeySnapshot) {
        dependencies.snapshots?.write(snapshot, of: record.issuer, at: index) { [logger] error in
            logger.warning("snapshot not written", metadata: ["error": "\(error.message)"])
        }
    }
}
