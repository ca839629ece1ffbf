public import Authorization
import FoundationEssentials
import JOSE
public import Logging
import Synchronization

/// Keeps every issuer's keys fresh, and tells those who verify with them.
///
/// The order at a start and at a reload: make it, ``loadFiles()``, ``start()``, ``subscribe(_:)``; the service
/// before is shut down afterwards.
public final class KeyService: EvidenceService {
    private struct Running {
        /// By issuer; nil for files.
        var keepers: [IssuerKeeper?]
        var watch: Task<Void, Never>
        var transport: KeyTransport
        var snapshots: SnapshotDesk?
    }

    private enum Phase {
        case prepared
        case running(Running)
        case stopped
    }

    /// How many scheduled fetches run at once, and how many that tokens wait for.
    static let parallelFetches = 64
    /// How often files are looked at, in seconds.
    static let watchInterval = 1.0

    private let settings: KeySettings
    private let policy: RefreshPolicy
    private let environment: [String: String]
    private let logger: Logger
    let records: IssuerRecords
    private let files: [FileKeeper]
    private let phase = Mutex(Phase.prepared)

    /// Prepares the service; nothing is read or fetched yet.
    ///
    /// - Parameter inheriting: the service before a reload, whose keys, schedules and cooldowns are taken over for
    ///   every issuer that is configured as before.
    public convenience init(issuers: [IssuerKeys], settings: KeySettings, logger: Logger, inheriting: KeyService?) {
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
            // Names compare by code point, which strings do not.
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
            return FileKeeper(index: index, path: path, record: record, records: records, logger: logger)
        }
    }

    /// Reads every key file, and looks at every `ca_file`.
    ///
    /// - Throws: ``KeyFileError`` for the first file that has no usable key, unless a service before had keys of it;
    ///   then for the first `ca_file` that holds no certificate.
    public func loadFiles() throws(KeyFileError) {
        for file in files {
            guard let error = file.check() else { continue }
            throw KeyFileError(issuer: file.issuer, file: file.path, message: error.message)
        }
        if let error = Self.authorityErrors(of: records.all().map(\.issuer)).first { throw error }
    }

    /// Begins to fetch and to watch, in the background and until ``shutdown()``; only the first call does anything.
    ///
    /// - Returns: what has ended when every snapshot has been read.
    @discardableResult
    public func start() -> Task<Void, Never> {
        phase.withLock { phase in
            guard case .prepared = phase else { return Task {} }
            let snapshots = settings.stateDirectory.map { SnapshotDesk(SnapshotStore(directory: $0)) }
            // Not on this thread: the directory's disk may hang.
            BlockingThread("postern.state-directory").begin { [settings, logger] in
                if let problem = settings.stateDirectoryProblem { logger.warning("\(problem)") }
            }
            let transport = KeyTransport(environment: environment, timeout: settings.timeout)
            let surroundings = IssuerKeeper.Surroundings(
                records: records,
                fetcher: KeyFetcher(transport: transport, timeout: settings.timeout),
                scheduled: FetchSlots(Self.parallelFetches),
                urgent: FetchSlots(Self.parallelFetches),
                snapshots: snapshots,
                logger: logger
            )
            let keepers = records.all().enumerated().map { index, record in
                record.machine.map {
                    IssuerKeeper(index: index, record: record, machine: $0, surroundings: surroundings)
                }
            }
            let starts = keepers.compactMap { $0 }.map { keeper in Task { await keeper.start() } }
            phase = .running(
                Running(keepers: keepers, watch: watch(), transport: transport, snapshots: snapshots)
            )
            return Task { for start in starts { await start.value } }
        }
    }

    /// Delivers every issuer's present state, then each outcome of a refresh and each change.
    public func subscribe(_ deliver: @escaping @Sendable (EvidenceUpdate) -> Void) {
        records.subscribe(deliver)
    }

    /// Asks for a refresh because a token names a key that is not there; all calls share one fetch.
    public func request(_ need: Need) {
        switch need {
        case .keys(let issuer): keeper(of: issuer)?.unknownKeySeen()
        }
    }

    private func keeper(of issuer: IssuerID) -> IssuerKeeper? {
        phase.withLock { phase in
            guard case .running(let running) = phase, running.keepers.indices.contains(issuer.position) else {
                return nil
            }
            return running.keepers[issuer.position]
        }
    }

    /// Every issuer's present status, in the order of the configuration.
    public func statuses() -> [IssuerStatus] {
        records.all().map { $0.status() }
    }

    /// One issuer's present status; its number must be one of the configuration's.
    public func status(of issuer: Int) -> IssuerStatus {
        records.record(of: issuer).status()
    }

    /// Ends all work; the present keys stay readable, for a service that inherits them.
    public func shutdown() async {
        let running: Running? = phase.withLock { phase in
            defer { phase = .stopped }
            if case .running(let running) = phase { return running }
            return nil
        }
        guard let running else { return }
        running.watch.cancel()
        var flights: [Task<Void, Never>] = []
        for keeper in running.keepers {
            if let flight = await keeper?.stop() { flights.append(flight) }
        }
        for flight in flights { await flight.value }
        await running.transport.shutdown()
        await running.snapshots?.flush()
    }

    private func watch() -> Task<Void, Never> {
        Task { [files] in
            guard !files.isEmpty else { return }
            let thread = BlockingThread("postern.key-files")
            repeat {
                // Looks queue up behind a disk that hangs, so none begins while one is under way.
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
