import Authorization
import Bytes
import Issuers
import JOSE
import Logging
package import Settings
import Synchronization

/// Every issuer's keys, for one `postern explain`.
package struct ExplainKeySource {
    /// Why a file cannot take the place of the issuers' own keys, in words for the operator.
    package struct FileError: Error, CustomStringConvertible {
        package let description: String
    }

    private static let maxBytes = 1 << 20

    private let configuration: Configuration

    package init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Gets the keys as the service would, once: waits until each issuer's first fetch has ended, well or badly.
    package func fetch() async -> [IssuerKeySet] {
        var settings = configuration.keys
        // The service's own snapshots are not ours to read or write.
        settings.stateDirectory = nil
        let service = KeyService(
            issuers: configuration.issuerKeys,
            settings: settings,
            logger: Logger(label: "explain") { _ in SwiftLogNoOpLogHandler() },
            inheriting: nil
        )
        // A file without a usable key leaves its issuer without keys, as its status tells.
        try? service.loadFiles()
        service.start()
        await service.waitForFirstFetches()
        let found = Mutex<[Int: JWKSet]>([:])
        // It is called at once, for each issuer.
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

    /// Takes one file's keys as those of every issuer.
    ///
    /// - Parameter location: as in a configuration: a path, `file:PATH` or `file:///PATH`.
    package func read(from location: String) throws(FileError) -> [IssuerKeySet] {
        let path = String(location.trimmingPrefix(/file:(\/\/(?=\/))?/))
        let json = try Self.bytes(of: path)
        do {
            return try configuration.issuerKeys.map { issuer in
                // A shared secret counts where the configuration itself reads a file.
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
