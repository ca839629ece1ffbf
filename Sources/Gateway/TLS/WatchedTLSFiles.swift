import Bytes
import NIOSSL

/// A listener's TLS files, and whether they have changed since they were last read.
struct WatchedTLSFiles: Sendable {
    /// The result of a check.
    enum Outcome {
        case unchanged
        case renewed(NIOSSLContext, [CertificateValidity])
        case failed(TLSFileError)
    }

    /// Seconds between a failed check and the error: certificate and key are two files, not replaced atomically.
    private static let retryDelay = 1.0
    /// Seconds in which a second change may leave a file's modification time as it was.
    private static let timestampGranularity = 1.0

    let files: TLSFiles
    /// The contents in use; nil before they are first read.
    private(set) var contents: TLSContents?
    private(set) var validity: [CertificateValidity] = []
    private var stamps: [FileStamp?] = []
    /// Whether a file is so recent that its stamp may hide another change.
    private var mayHideChange = true
    /// When the files were first found invalid, in Unix seconds; nil if they are valid.
    private var failedAt: Double?
    /// The error that has been reported.
    private var reported: TLSFileError?

    init(_ files: TLSFiles) {
        self.files = files
    }

    private var readStamps: [FileStamp?] {
        [files.certificate, files.key, files.clientCACertificates].compactMap(\.self).map { FileStamp(path: $0) }
    }

    /// Reads the files and remembers their stamps.
    mutating func read() throws(TLSFileError) -> TLSContents {
        stamps = readStamps
        return try TLSContents(reading: files)
    }

    /// Sets the contents in use.
    mutating func use(_ contents: TLSContents, _ validity: [CertificateValidity]) {
        self.contents = contents
        self.validity = validity
        failedAt = nil
        reported = nil
    }

    /// Reads the files if they have changed.
    ///
    /// Invalid files are checked again after a second, and then reported once.
    ///
    /// - Parameter now: Unix seconds.
    /// - Returns: whether the files are unchanged, renewed or invalid.
    mutating func check(at now: Double) -> Outcome {
        let current = readStamps
        guard current != stamps || mayHideChange || failedAt != nil else { return .unchanged }
        if current != stamps { reported = nil }
        // Set before reading: a change during the read is found by the next check.
        stamps = current
        mayHideChange = current.contains { $0.map { abs(now - $0.modified) < Self.timestampGranularity } ?? false }
        do throws(TLSFileError) {
            let contents = try TLSContents(reading: files)
            guard contents != self.contents else {
                failedAt = nil
                return .unchanged
            }
            let context = try contents.context()
            use(contents, try contents.validity())
            return .renewed(context, validity)
        } catch {
            return fail(error, at: now)
        }
    }

    private mutating func fail(_ error: TLSFileError, at now: Double) -> Outcome {
        guard error != reported else { return .unchanged }
        // Setting the clock back must not prolong the delay.
        guard let first = failedAt, first <= now else {
            failedAt = now
            return .unchanged
        }
        guard now - first >= Self.retryDelay else { return .unchanged }
        failedAt = nil
        reported = error
        return .failed(error)
    }
}
