import Synchronization

/// Reads and writes snapshots on a thread of its own: a disk that hangs holds up no fetch, no reload and no exit.
final class SnapshotDesk: Sendable {
    /// A write that waits, and who is to hear that it failed.
    private struct Write: Sendable {
        var snapshot: KeySnapshot
        var issuer: IssuerKeys
        var report: @Sendable (FetchError) -> Void
    }

    /// How long a start waits for its snapshots before it goes on without them, in seconds.
    static let readTimeout = 2.0
    /// How long the end waits for what is being written, in seconds.
    static let flushTimeout = 1.0

    private let store: SnapshotStore
    private let thread = BlockingThread("postern.snapshots")
    /// By issuer, because only the latest counts.
    private let waiting = Mutex<[Int: Write]>([:])

    init(_ store: SnapshotStore) {
        self.store = store
    }

    /// Reads an issuer's snapshot.
    ///
    /// - Throws: ``FetchError`` when there is one that cannot be used, or none in time.
    func read(_ issuer: IssuerKeys) async throws(FetchError) -> SnapshotStore.Found? {
        let outcome = await thread.run(within: Self.readTimeout) { [store] in
            Result { () throws(FetchError) in try store.read(issuer) }
        }
        guard let outcome else {
            throw FetchError("the snapshot \(store.path(of: issuer)) could not be read in time; does its disk hang?")
        }
        return try outcome.get()
    }

    /// Writes a snapshot soon.
    ///
    /// - Parameter report: called when that failed.
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

    /// Waits for everything that is to be written, but not for a disk that hangs.
    func flush() async {
        _ = await thread.run(within: Self.flushTimeout) { true }
    }
}
