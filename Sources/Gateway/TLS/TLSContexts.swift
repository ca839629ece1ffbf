import Bytes
import Dispatch
import Glibc
import Logging
import NIOCore
import NIOSSL
import Synchronization
import Telemetry

/// What each listener speaks TLS with at present; asked once for each of their connections, never by a request.
///
/// The files are watched by a thread of its own, so that no event loop ever waits for a disk.
final class TLSContexts: Sendable {
    /// How often files are looked at, in seconds.
    private static let pollInterval = 0.4

    private let thread = DispatchQueue(label: "postern.tls-files")
    /// By the listeners' places; those without TLS have none.
    private let contexts = Mutex<[Int: NIOSSLContext]>([:])
    /// As `contexts`; held while files are read, so that nothing but the watch and a reload may wait for it.
    private let watched = Mutex<[Int: WatchedTLSFiles]>([:])
    /// As `contexts`: what `watched` knows about the certificates, for pages.
    private let validities = Mutex<[Int: [CertificateValidity]]>([:])
    /// Which concern about each file has been logged.
    private let logged = Mutex<[String: CertificateValidity.Status]>([:])
    private let isStopped = Atomic(false)
    private let logger: Logger
    private let clock: @Sendable () -> Double

    /// - Parameters:
    ///   - files: each listener's, in their order; nil where it speaks no TLS.
    ///   - clock: Unix time in seconds.
    /// - Throws: ``TLSFileError`` for the first file that is wrong.
    init(_ files: [TLSFiles?], logger: Logger, clock: @escaping @Sendable () -> Double) throws(TLSFileError) {
        self.logger = logger
        self.clock = clock
        try replace(with: files)
    }

    /// For a listener that speaks TLS.
    func context(of index: Int) throws(ChannelError) -> NIOSSLContext {
        guard let context = contexts.withLock({ $0[index] }) else { throw .inappropriateOperationForState }
        return context
    }

    /// Replaces all or, when one is wrong, nothing; open connections go on with what they began with.
    ///
    /// Files that have not changed keep their context, and with it the sessions that clients may resume. A pair that is just
    /// being renewed fits a moment later, so files that are wrong are looked at once more after a second.
    ///
    /// - Parameter files: each listener's, in their order; nil keeps what is in use.
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

    /// Until when the certificates of each listener's files are valid.
    var validity: [(listener: Int, validity: CertificateValidity)] {
        validities.withLock { validities in
            validities.sorted { $0.key < $1.key }.flatMap { index, entries in entries.map { (index, $0) } }
        }
    }

    /// Begins to look at the files from time to time, until ``stop()``.
    func watch() {
        thread.asyncAfter(deadline: .now() + Self.pollInterval) { [weak self] in
            guard let self, !isStopped.load(ordering: .relaxed) else { return }
            check()
            watch()
        }
    }

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

    /// Logs what has become a status, once for each file.
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
