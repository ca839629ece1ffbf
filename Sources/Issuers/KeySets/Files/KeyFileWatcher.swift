import Bytes
import JOSE
import Logging
import Synchronization

/// Reads one issuer's keys from a file, and again when the file changes.
final class KeyFileWatcher: Sendable {
    private struct State {
        var record: IssuerRecord
        var stamp: FileStamp?
        /// Whether the file was so recent at its last reading that a second change might not change its stamp.
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

    /// Reads the file if it has changed, and uses its keys if any is usable.
    ///
    /// - Returns: why there are no keys; nil when there are new or previous ones.
    @discardableResult
    func check() -> FetchError? {
        state.withLock { state in
            let stamp = FileStamp(path: path)
            if state.record.fetches == 0 || stamp != state.stamp || state.wasYoung {
                state.stamp = stamp
                state.wasYoung = stamp.map { abs(WallClock.now() - $0.modified) < 1 } ?? false
                read(into: &state.record)
            }
            return state.record.current == nil ? state.record.lastError : nil
        }
    }

    private func read(into record: inout IssuerRecord) {
        let before = record
        do throws(FetchError) {
            record.recordReading(try KeyFile.load(path, issuer: issuer), at: SteadyClock.now())
        } catch {
            record.recordFailure(error)
        }
        let isNews = record.current?.generation != before.current?.generation
        records.store(record, of: index, publish: isNews)
        log(record, isNews: isNews, before: before.lastError)
    }

    private func log(_ record: IssuerRecord, isNews: Bool, before: FetchError?) {
        if let error = record.lastError {
            guard error != before else { return }
            logger.warning(
                record.current == nil
                    ? "key file not read; no usable keys" : "key file not read; still using the old keys",
                metadata: ["error": "\(error.message)"]
            )
        } else if isNews, let set = record.current?.set {
            logger.info(
                "key file read",
                metadata: ["keys": "\(set.keys.count)", "rejected": "\(set.rejections.count)"]
            )
        }
    }
}
