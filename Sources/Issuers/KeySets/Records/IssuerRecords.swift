import Authorization
import Synchronization

/// Every issuer's current record, readable on all threads, and the subscribers to changes.
final class IssuerRecords: Sendable {
    typealias Subscriber = @Sendable (EvidenceUpdate) -> Void

    private let records: Mutex<[IssuerRecord]>
    /// Held while subscribers are called, so that each receives an issuer's changes in order.
    private let subscribers = Mutex<[Subscriber]>([])

    init(_ records: [IssuerRecord]) {
        self.records = Mutex(records)
    }

    func all() -> [IssuerRecord] {
        records.withLock { $0 }
    }

    func record(of issuer: Int) -> IssuerRecord {
        records.withLock { $0[issuer] }
    }

    /// Whether the first fetch of every issuer has ended, and one of them has keys.
    var hasFirstKeys: Bool {
        records.withLock { records in
            records.allSatisfy { $0.fetches > 0 } && records.contains { $0.usable != nil }
        }
    }

    /// Replaces a record; there is one writer per issuer.
    func store(_ record: IssuerRecord, of issuer: Int, publish: Bool) {
        guard publish else { return records.withLock { $0[issuer] = record } }
        subscribers.withLock { subscribers in
            records.withLock { $0[issuer] = record }
            let update = EvidenceUpdate.keys(IssuerID(issuer), record.evidence())
            for deliver in subscribers { deliver(update) }
        }
    }

    func subscribe(_ deliver: @escaping Subscriber) {
        subscribers.withLock { subscribers in
            subscribers.append(deliver)
            for (issuer, record) in all().enumerated() { deliver(.keys(IssuerID(issuer), record.evidence())) }
        }
    }
}
