import Bytes
import Dispatch
import Glibc
import Logging
import NIOCore
import NIOSSL
import Synchronization
import Telemetry

/// The current TLS context of each listener; read once per connection.
///
/// A separate thread watches the files, so no event loop waits for a disk.
final class TLSContexts: Sendable {
    /// The interval between two checks of the files, in seconds.
    private static let pollInterval = 0.4

    private let thread = DispatchQueue(label: "postern.tls-files")
    /// By the index of the listener; listeners without TLS are absent.
    private let contexts = Mutex<[Int: NIOSSLContext]>([:])
    /// As `contexts`; locked while files are read, so only the watcher and a reload may wait for it.
    private let watched = Mutex<[Int: WatchedTLSFiles]>([:])
    /// As `contexts`: the validity of the certificates in `watched`, for the admin pages.
    private let validities = Mutex<[Int: [CertificateValidity]]>([:])
    /// The status of each file that has been logged.
    private let logged = Mutex<[String: CertificateValidity.Status]>([:])
    private let isStopped = Atomic(false)
    private let logger: Logger
    private let clock: @Sendable () -> Double

    /// Reads the files of all listeners.
    ///
    /// - Parameters:
    ///   - files: the files of each listener, in their order; nil for listeners without TLS.
    ///   - logger: for renewals, errors and expiry warnings.
    ///   - clock: Unix time in seconds.
    /// - Throws: ``TLSFileError`` for the first invalid file.
    init(_ files: [TLSFiles?], logger: Logger, clock: @escaping @Sendable () -> Double) throws(TLSFileError) {
        self.logger = logger
        self.clock = clock
        try replace(with: files)
    }

    /// The context of a listener with TLS.
    func context(of index: Int) throws(ChannelError) -> NIOSSLContext {
        guard let context = contexts.withLock({ $0[index] }) else { throw .inappropriateOperationForState }
        return context
    }

    /// Replaces the contexts of all listeners or, if a file is invalid, of none; open connections keep theirs.
    ///
    /// Unchanged files keep their context, and clients can resume its sessions. Certificate and key may be in the middle of a
    /// renewal, so invalid files are read once more after a second.
    ///
    /// - Parameter files: the files of each listener, in their order; nil keeps the current context.
    /// - Throws: ``TLSFileError`` for the first invalid file.
    func replace(with files: [TLSFiles?]) throws(TLSFileError) {
        do {
            try replaceOnce(with: files)
        } catch {
            sleep(1)
            try replaceOnce(with: files)
        }
    }

    private func replaceOnce(with files: [TLSFiles?]) throws(TLSFileError) {
        try watched.withLock { watched throws(TLSFileError) in
            var new: [Int: WatchedTLSFiles] = [:]
            var changed: [Int: NIOSSLContext] = [:]
            for (index, files) in files.enumerated() {
                guard let files else { continue }
                var entry = WatchedTLSFiles(files)
                let contents = try entry.read()
                if let before = watched[index], before.contents == contents {
                    entry.use(contents, before.validity)
                } else {
                    changed[index] = try contents.context()
                    entry.use(contents, try contents.validity())
                }
                new[index] = entry
            }
            watched.merge(new) { $1 }
            validities.withLock { $0.merge(new.mapValues(\.validity)) { $1 } }
            contexts.withLock { $0.merge(changed) { $1 } }
        }
        logged.withLock { $0 = [:] }
        logWarnings()
    }

    /// The validity of the certificates in each listener's files.
    var validity: [(listener: Int, validity: CertificateValidity)] {
        validities.withLock { validities in
            validities.sorted { $0.key < $1.key }.flatMap { index, entries in entries.map { (index, $0) } }
        }
    }

    /// Checks the files periodically until ``stop()``.
    func watch() {
        thread.asyncAfter(deadline: .now() + Self.pollInterval) { [weak self] in
            guard let self, !isStopped.load(ordering: .relaxed) else { return }
            check()
            watch()
        }
    }

    /// Ends the periodic checks.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
    }

    private func check() {
        watched.withLock { watched in
            for index in watched.keys { check(&watched[index], index) }
        }
        logWarnings()
    }

    private func check(_ entry: inout WatchedTLSFiles?, _ index: Int) {
        switch entry?.check(at: clock()) {
        case nil, .unchanged:
            break
        case .renewed(let context, let validity):
            contexts.withLock { $0[index] = context }
            validities.withLock { $0[index] = validity }
            for file in validity {
                logged.withLock { $0[file.path] = nil }
                let metadata: Logger.Metadata = [
                    "file": .string(file.path), "expires": .string(Timestamp.rfc3339(file.notAfter)),
                ]
                logger.info("TLS certificate renewed", metadata: metadata)
            }
        case .failed(let error):
            logger.error(
                "TLS files cannot be used; keeping the old certificate",
                metadata: ["error": .string(error.description)]
            )
        }
    }

    /// Logs each file whose status has become more urgent.
    private func logWarnings() {
        let now = clock()
        let all = validities.withLock { $0.values.flatMap(\.self) }
        for file in all {
            let status = file.status(at: now)
            let isNew = logged.withLock { logged in
                defer { logged[file.path] = status }
                return status > logged[file.path, default: .valid]
            }
            guard isNew else { continue }
            for warning in file.warnings(at: now) { logger.warning("\(warning)") }
        }
    }
}
