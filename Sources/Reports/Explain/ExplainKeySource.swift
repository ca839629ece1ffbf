import Authorization
import Bytes
import Issuers
import JOSE
import Logging
package import Settings
import Synchronization

/// Obtains the keys of every issuer for `postern explain`.
package struct ExplainKeySource {
    /// Why a key file cannot be used, as a message for the operator.
    package struct FileError: Error, CustomStringConvertible {
        /// The message.
        package let description: String
    }

    private static let maxBytes = 1 << 20

    private let configuration: Configuration

    /// Creates a source for the issuers of a configuration.
    package init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Fetches the keys once, as the service does, and waits until the first fetch of every issuer has finished.
    package func fetch() async -> [IssuerKeySet] {
        var settings = configuration.keys
        // The snapshots belong to the service.
        settings.stateDirectory = nil
        let service = KeyService(
            issuers: configuration.issuerKeys,
            settings: settings,
            logger: Logger(label: "explain") { _ in SwiftLogNoOpLogHandler() },
            inheriting: nil
        )
        // A file without a usable key leaves its issuer without keys; its status has the error.
        try? service.loadFiles()
        service.start()
        await service.waitForFirstFetches()
        let found = Mutex<[Int: JWKSet]>([:])
        // The closure is called immediately, for each issuer.
        service.subscribe { update in
            guard case .keys(let issuer, let evidence) = update else { return }
            found.withLock { $0[issuer.position] = evidence.keys }
        }
        let statuses = service.statuses()
        await service.shutdown()
        let sets = found.withLock { $0 }
        return statuses.enumerated().map { index, status in
            IssuerKeySet(
                issuer: status.issuer,
                keys: sets[index],
                problem: sets[index] == nil ? status.lastError?.withInvisiblesEscaped : nil
            )
        }
    }

    /// Reads a key file to be used for every issuer.
    ///
    /// - Parameter location: as in a configuration: a path, `file:PATH` or `file:///PATH`.
    /// - Returns: the keys of each issuer.
    /// - Throws: ``FileError`` if the file cannot be read or is not a JWK set.
    package func read(from location: String) throws(FileError) -> [IssuerKeySet] {
        let path = String(location.trimmingPrefix(/file:(\/\/(?=\/))?/))
        let json = try Self.bytes(of: path)
        do {
            return try configuration.issuerKeys.map { issuer in
                // Shared secrets are accepted only if the configuration itself uses a file.
                let trust: JWKSet.Trust = if case .file = issuer.source { .operatorFile } else { .fetched }
                return IssuerKeySet(
                    issuer: issuer.issuer,
                    keys: try JWKSet(parsing: json, trust: trust, issuer: issuer.issuer)
                )
            }
        } catch {
            throw FileError(description: "\(location): \(error)")
        }
    }

    private static func bytes(of path: String) throws(FileError) -> [UInt8] {
        do throws(FileProblem) {
            return try WholeFile.any(at: path, limit: maxBytes)
        } catch {
            throw FileError(description: "the key file \(path) \(error)")
        }
    }
}
