import Synchronization

/// Reads and writes snapshots on its own thread, so that a disk that hangs delays no fetch, reload or exit.
final class SnapshotQueue: Sendable {
    /// A pending write, and the callback for its failure.
    private struct Write: Sendable {
        var snapshot: KeySnapshot
        var issuer: IssuerKeys
        var report: @Sendable (FetchError) -> Void
    }

    /// The maximum time that startup waits for snapshots, in seconds.
    static let readTimeout = 2.0
    /// The maximum time that shutdown waits for writes, in seconds.
    static let flushTimeout = 1.0

    private let store: SnapshotStore
    private let thread = BlockingThread("postern.snapshots")
    /// By issuer, because only the latest snapshot counts.
    private let waiting = Mutex<[Int: Write]>([:])

    init(_ store: SnapshotStore) {
        self.store = store
    }

    /// Reads an issuer's snapshot.
    ///
    /// - Throws: ``FetchError`` when the snapshot cannot be used, or not be read in time.
    func read(_ issuer: IssuerKeys) async throws(FetchError) -> SnapshotStore.Found? {
        let outcome = await thread.run(within: Self.readTimeout) { [store] in
            Result { () throws(FetchError) in try store.read(issuer) }
        }
        guard let outcome else {
            throw FetchError("the snapshot \(store.path(of: issuer)) could not be read in time; is its disk hanging?")
        }
        return try outcome.get()
    }

    /// Queues a snapshot to be written.
    ///
    /// - Parameters:
    ///   - snapshot: the snapshot.
    ///   - issuer: its issuer.
    ///   - index: the issuer's index in the configuration.
    ///   - report: called with the error when the write fails.
    func write(
        _ snapshot: KeySnapshot,
        of issuer: IssuerKeys,
        at index: Int,
        report: @escaping @Sendable (FetchError) -> Void
    ) {
        let isFirst = waiting.withLock { waiting in
            waiting.updateValue(Write(snapshot: snapshot, issuer: issuer, report: report), forKey: index) == nil
        }
        guard isFirst else { return }
        thread.begin { [self] in
            guard let write = waiting.withLock({ $0.removeValue(forKey: index) }) else { return }
            do throws(FetchError) {
                try store.write(write.snapshot, of: write.issuer)
            } catch {
                write.report(error)
            }
        }
    }

    /// Waits for all pending writes, up to a time limit.
    func flush() async {
        _ = await thread.run(within: Self.flushTimeout) { true }
    }
}
