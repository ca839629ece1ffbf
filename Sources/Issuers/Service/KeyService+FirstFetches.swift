import Authorization
import Bytes

extension KeyService {
    /// Waits until every issuer has keys, or could not get any, but not after a cancellation.
    ///
    /// The service must have been started.
    ///
    /// - Parameter seconds: the longest time to wait; without it, as long as the fetches themselves may take.
    public func waitForFirstFetches(within seconds: Double = .infinity) async {
        let start = SteadyClock.now()
        while lacksFirstFetch, SteadyClock.now() - start < seconds, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Whether there is an issuer of whose keys nothing is known yet.
    public var lacksFirstFetch: Bool {
        statuses().contains { $0.keys.isEmpty && $0.failures == 0 }
    }

    /// Whether every first fetch has ended, well or badly, and at least one issuer has keys: then, proxies may send requests.
    ///
    /// Not the opposite of ``lacksFirstFetch``: keys of a snapshot serve although nothing has been fetched, but do not make
    /// the service ready.
    public var hasFirstKeys: Bool {
        records.hasFirstKeys
    }
}
