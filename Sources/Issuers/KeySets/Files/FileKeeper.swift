import Bytes
import JOSE
import Logging
import Synchronization

/// Keeps one issuer's keys from a file of the operator: reads it again when it changes.
final class FileKeeper: Sendable {
    private struct State {
        var record: IssuerRecord
        var stamp: FileStamp?
        /// Whether the file was so young at its last reading that a second change need not show in its stamp.
        var wasYoung = false
    }

    private let index: Int
    let path: String
    let issuer: String
    private let records: IssuerRecords
    private let logger: Logger
    private let state: Mutex<State>

    init(index: Int, path: String, record: IssuerRecord, records: IssuerRecords, logger: Logger) {
        self.index = index
        self.path = path
        issuer = record.issuer.issuer
        self.records = records
        var logger = logger
        logger[metadataKey: "issuer"] = "\(record.issuer.issuer)"
        self.logger = logger
        state = Mutex(State(record: record))
    }

    /// Reads the file if it changed since the last time, and takes its keys if it has usable ones.
    ///
    /// - Returns: why there are no keys at all, or nil when there are: new ones, or the old.
    @discardableResult
    func check() -> FetchError? {
        state.withLock { state in
            let stamp = FileStamp(path: path)
            if state.record.fetches == 0 || stamp != state.stamp || state.wasYoung {
                state.stamp = stamp
                state.wasYoung = stamp.map { abs(WallClock.now() - $0.modified) < 1 } ?? false
                read(into: &state.record)
            }
            return state.record.held == nil ? state.record.lastError : nil
        }
    }

    private func read(into record: inout IssuerRecord) {
        let before = record
        do throws(FetchError) {
            record.take(try KeyFile.load(path, issuer: issuer), at: SteadyClock.now())
        } catch {
            record.take(error)
        }
        let isNews = record.held?.generation != before.held?.generation
        records.store(record, of: index, publish: isNews)
        log(record, isNews: isNews, before: before.lastError)
    }

    private func log(_ record: IssuerRecord, isNews: Bool, before: FetchError?) {
        if let error = record.lastError {
            guard error != before else { return }
            logger.warning(
                record.held == nil ? "key file not read, no keys to use" : "key file not read, the old keys serve",
                metadata: ["error": "\(error.message)"]
            )
        } else if isNews, let set = record.held?.set {
            logger.info(
                "key file read",
                metadata: ["keys": "\(set.keys.count)", "rejected": "\(set.rejections.count)"]
            )
        }
    }
}
