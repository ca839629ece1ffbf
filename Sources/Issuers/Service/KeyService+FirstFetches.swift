import Authorization
import Bytes

extension KeyService {
    /// Waits until the first fetch of every issuer has succeeded or failed; returns at once when cancelled.
    ///
    /// The service must have been started.
    ///
    /// - Parameter seconds: the maximum time to wait; by default, as long as the fetches themselves may take.
    package func waitForFirstFetches(within seconds: Double = .infinity) async {
        let start = SteadyClock.now()
        while lacksFirstFetch, SteadyClock.now() - start < seconds, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Whether the first fetch of any issuer has not ended.
    package var lacksFirstFetch: Bool {
        statuses().contains { $0.keys.isEmpty && $0.failures == 0 }
    }

    /// Whether every first fetch has ended and at least one issuer has keys, so that proxies may send requests.
    ///
    /// Not the opposite of ``lacksFirstFetch``: keys from a snapshot are usable before the first fetch, but do not make
    /// the service ready.
    package var hasFirstKeys: Bool {
        records.hasFirstKeys
    }
}
