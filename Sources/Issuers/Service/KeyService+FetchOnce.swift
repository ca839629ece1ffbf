package import Authorization
import Bytes
import FoundationEssentials

extension KeyService {
    /// Fetches or reads every issuer's keys once, for `postern check`.
    ///
    /// No schedule and no snapshot remain. An issuer whose status has no keys failed; its `lastError` says
    /// why.
    package static func fetchOnce(issuers: [IssuerKeys], settings: KeySettings) async -> [IssuerStatus] {
        let transport = KeyTransport(
            environment: ProcessInfo.processInfo.environment,
            timeout: settings.timeout
        )
        let fetcher = KeyFetcher(transport: transport, timeout: settings.timeout)
        let slots = FetchSlots(parallelFetches)
        let policy = RefreshPolicy(settings)
        let statuses = await withTaskGroup(of: (Int, IssuerStatus).self) { group in
            for (index, issuer) in issuers.enumerated() {
                group.addTask {
                    let record = await slots.withSlot {
                        await IssuerRecord(issuer, policy: policy).fetched(by: fetcher)
                    }
                    return (index, record.status())
                }
            }
            return await group.reduce(into: [Int: IssuerStatus]()) { $0[$1.0] = $1.1 }
        }
        await transport.shutdown()
        return issuers.indices.compactMap { statuses[$0] }
    }
}

extension IssuerRecord {
    /// The record after one fetch, or one reading of a file.
    fileprivate func fetched(by fetcher: KeyFetcher) async -> IssuerRecord {
        var record = self
        let now = SteadyClock.now()
        guard record.machine != nil else {
            do throws(FetchError) {
                record.recordReading(try KeyFile.load(issuer.source.location, issuer: issuer.issuer), at: now)
            } catch {
                record.recordFailure(error)
            }
            return record
        }
        _ = record.machine?.handle(.timer, at: now, jitter: 0)
        switch await fetcher.fetch(issuer, current: nil, maxAge: nil, rediscover: true) {
        case .success(let answer):
            record.recordSuccess(answer)
            _ = record.machine?.handle(.fetched(maxAge: answer.maxAge), at: SteadyClock.now(), jitter: 0)
        case .failure(let error):
            record.recordFailure(error)
            _ = record.machine?.handle(.failed, at: SteadyClock.now(), jitter: 0)
        }
        return record
    }
}
