package import Authorization
import FoundationEssentials
import JOSE
package import Logging
import Synchronization

/// Keeps every issuer's keys fresh and delivers them to subscribers.
///
/// The order at startup and at a reload: initialise, ``loadFiles()``, ``start()``, ``subscribe(_:)``; then shut down
/// the previous service.
package final class KeyService: EvidenceService {
    private struct Running {
        /// By issuer; nil for files.
        var refreshers: [IssuerRefresher?]
        var watch: Task<Void, Never>
        var transport: KeyTransport
        var snapshots: SnapshotQueue?
    }

    private enum Phase {
        case prepared
        case running(Running)
        case stopped
    }

    /// The maximum number of concurrent scheduled fetches, and of concurrent fetches for unknown keys.
    static let parallelFetches = 64
    /// How often key files are checked for changes, in seconds.
    static let watchInterval = 1.0

    private let settings: KeySettings
    private let policy: RefreshPolicy
    private let environment: [String: String]
    private let logger: Logger
    let records: IssuerRecords
    private let files: [KeyFileWatcher]
    private let phase = Mutex(Phase.prepared)

    /// Prepares the service without reading or fetching anything.
    ///
    /// - Parameters:
    ///   - issuers: the issuers, in the order of the configuration.
    ///   - settings: how their keys are kept fresh.
    ///   - logger: receives log lines about fetches.
    ///   - inheriting: the service before a reload, whose keys, schedules and cooldowns are kept for every issuer with
    ///     the same configuration.
    package convenience init(issuers: [IssuerKeys], settings: KeySettings, logger: Logger, inheriting: KeyService?) {
        self.init(
            issuers: issuers,
            settings: settings,
            policy: RefreshPolicy(settings),
            environment: ProcessInfo.processInfo.environment,
            logger: logger,
            inheriting: inheriting
        )
    }

    init(
        issuers: [IssuerKeys],
        settings: KeySettings,
        policy: RefreshPolicy,
        environment: [String: String],
        logger: Logger,
        inheriting: KeyService?
    ) {
        self.settings = settings
        self.policy = policy
        self.environment = environment
        self.logger = logger
        let before = Dictionary(
            // Names are compared by code point; Swift strings compare by canonical equivalence.
            (inheriting?.records.all() ?? []).map { (Array($0.issuer.issuer.utf8), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let initial = issuers.map { issuer in
            guard let record = before[Array(issuer.issuer.utf8)], record.issuer.hasSameKeys(as: issuer) else {
                return IssuerRecord(issuer, policy: policy)
            }
            return record.inherited(as: issuer, under: policy)
        }
        records = IssuerRecords(initial)
        files = initial.enumerated().compactMap { [records] index, record in
            guard case .file(let path) = record.issuer.source else { return nil }
            return KeyFileWatcher(index: index, path: path, record: record, records: records, logger: logger)
        }
    }

    /// Reads every key file, and checks every `ca_file`.
    ///
    /// - Throws: ``KeyFileError`` for the first file without a usable key, unless the previous service had keys from it;
    ///   then for the first `ca_file` without a certificate.
    package func loadFiles() throws(KeyFileError) {
        for file in files {
            guard let error = file.check() else { continue }
            throw KeyFileError(issuer: file.issuer, file: file.path, message: error.message)
        }
        if let error = Self.caFileErrors(of: records.all().map(\.issuer)).first { throw error }
    }

    /// Starts fetching and watching in the background, until ``shutdown()``; later calls do nothing.
    ///
    /// - Returns: a task that ends when every snapshot has been read.
    @discardableResult
    package func start() -> Task<Void, Never> {
        phase.withLock { phase in
            guard case .prepared = phase else { return Task {} }
            let snapshots = settings.stateDirectory.map { SnapshotQueue(SnapshotStore(directory: $0)) }
            // On another thread, because the directory's disk may hang.
            BlockingThread("postern.state-directory").begin { [settings, logger] in
                if let problem = settings.stateDirectoryProblem { logger.warning("\(problem)") }
            }
            let transport = KeyTransport(environment: environment, timeout: settings.timeout)
            let dependencies = IssuerRefresher.Dependencies(
                records: records,
                fetcher: KeyFetcher(transport: transport, timeout: settings.timeout),
                scheduled: FetchSlots(Self.parallelFetches),
                urgent: FetchSlots(Self.parallelFetches),
                snapshots: snapshots,
                logger: logger
            )
            let refreshers = records.all().enumerated().map { index, record in
                record.machine.map {
                    IssuerRefresher(index: index, record: record, machine: $0, dependencies: dependencies)
                }
            }
            let starts = refreshers.compactMap { $0 }.map { refresher in Task { await refresher.start() } }
            phase = .running(
                Running(refreshers: refreshers, watch: watch(), transport: transport, snapshots: snapshots)
            )
            return Task { for start in starts { await start.value } }
        }
    }

    /// Delivers every issuer's current state, then each outcome of a refresh and each change.
    package func subscribe(_ deliver: @escaping @Sendable (EvidenceUpdate) -> Void) {
        records.subscribe(deliver)
    }

    /// Requests a refresh because a token names an unknown key; concurrent requests share one fetch.
    package func request(_ need: Need) {
        switch need {
        case .keys(let issuer): refresher(of: issuer)?.unknownKeySeen()
        }
    }

    private func refresher(of issuer: IssuerID) -> IssuerRefresher? {
        phase.withLock { phase in
            guard case .running(let running) = phase, running.refreshers.indices.contains(issuer.position) else {
                return nil
            }
            return running.refreshers[issuer.position]
        }
    }

    /// Every issuer's current status, in the order of the configuration.
    package func statuses() -> [IssuerStatus] {
        records.all().map { $0.status() }
    }

    /// One issuer's current status, by its index in the configuration.
    package func status(of issuer: Int) -> IssuerStatus {
        records.record(of: issuer).status()
    }

    /// Stops all work; the keys stay readable for a service that inherits them.
    package func shutdown() async {
        let running: Running? = phase.withLock { phase in
            defer { phase = .stopped }
            if case .running(let running) = phase { return running }
            return nil
        }
        guard let running else { return }
        running.watch.cancel()
        var fetchTasks: [Task<Void, Never>] = []
        for refresher in running.refreshers {
            if let fetchTask = await refresher?.stop() { fetchTasks.append(fetchTask) }
        }
        for fetchTask in fetchTasks { await fetchTask.value }
        await running.transport.shutdown()
        await running.snapshots?.flush()
    }

    private func watch() -> Task<Void, Never> {
        Task { [files] in
            guard !files.isEmpty else { return }
            let thread = BlockingThread("postern.key-files")
            repeat {
                // Checks would queue behind a disk that hangs, so the next one starts after the last has ended.
                await withCheckedContinuation { continuation in
                    thread.begin {
                        for file in files { file.check() }
                        continuation.resume()
                    }
                }
            } while (try? await Task.sleep(for: .seconds(Self.watchInterval))) != nil
        }
    }
}
