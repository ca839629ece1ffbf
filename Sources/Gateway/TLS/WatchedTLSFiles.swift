import Bytes
import NIOSSL

/// A listener's TLS files, and what is known of them: whether they have changed since, and whether that is of use.
struct WatchedTLSFiles: Sendable {
    /// What a look at the files came to.
    enum Outcome {
        case unchanged
        case renewed(NIOSSLContext, [CertificateValidity])
        case failed(TLSFileError)
    }

    /// Seconds between a failed check and the error: certificate and key are two files, which are not replaced at once.
    private static let retryDelay = 1.0
    /// Seconds in which a second change need not show in a file's stamp.
    private static let timestampGranularity = 1.0

    let files: TLSFiles
    /// What is in use; nil before the first reading.
    private(set) var contents: TLSContents?
    private(set) var validity: [CertificateValidity] = []
    private var stamps: [FileStamp?] = []
    private var mayHideChange = true
    /// When files were first found to be of no use, on the caller's clock; nil when they are.
    private var failedAt: Double?
    private var reported: TLSFileError?

    init(_ files: TLSFiles) {
        self.files = files
    }

    private var readStamps: [FileStamp?] {
        [files.certificate, files.key, files.clientCACertificates].compactMap(\.self).map { FileStamp(path: $0) }
    }

    /// Reads the files, and notes that they are known as they are now.
    mutating func read() throws(TLSFileError) -> TLSContents {
        stamps = readStamps
        return try TLSContents(reading: files)
    }

    /// Notes what is in use from here on.
    mutating func use(_ contents: TLSContents, _ validity: [CertificateValidity]) {
        self.contents = contents
        self.validity = validity
        failedAt = nil
        reported = nil
    }

    /// Reads the files if they have changed.
    ///
    /// Files that are of no use are looked at again a second later, and then are an error, once.
    ///
    /// - Parameter now: Unix seconds.
    mutating func check(at now: Double) -> Outcome {
        let current = readStamps
        guard current != stamps || mayHideChange || failedAt != nil else { return .unchanged }
        if current != stamps { reported = nil }
        // Before the reading: a change in its course shows in the next check.
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
        // A clock that was set back must not prolong it.
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
