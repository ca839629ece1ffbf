internal import Authorization
internal import KeySets

extension KeyService {
    /// Waits until every issuer has keys, or could not get any, but no longer than a while, nor after a cancellation.
    ///
    /// - Parameter seconds: the longest time.
    func waitForFirstFetches(_ seconds: Double) async {
        let end = ContinuousClock.now + .seconds(seconds)
        while lacksFirstFetch, ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Whether there is an issuer of whose keys nothing is known yet.
    var lacksFirstFetch: Bool {
        statuses().contains { $0.keys.isEmpty && $0.failures == 0 }
    }
}
