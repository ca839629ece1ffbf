package import Authorization
import Synchronization

/// Whether proxies may send requests to the service.
///
/// The service becomes ready when the first key fetch of every issuer has finished and at least one issuer has keys. After
/// that, only draining or a required issuer without keys makes it unready: an outage of an issuer must not stop every replica.
package final class Readiness: Sendable {
    private let hasBeenReady = Atomic(false)

    /// Creates the readiness of a service that has not been ready yet.
    package init() {}

    /// Updates the readiness at startup and when keys change.
    ///
    /// - Parameter hasFirstKeys: whether the first fetch of every issuer has finished and at least one has keys; not
    ///   evaluated once the service has been ready.
    package func update(hasFirstKeys: @autoclosure () -> Bool) {
        guard !hasBeenReady.load(ordering: .relaxed), hasFirstKeys() else { return }
        hasBeenReady.store(true, ordering: .relaxed)
    }

    /// The reasons why the service is not ready, a line each; empty if it is ready.
    package func missing(_ statuses: [IssuerStatus]) -> [String] {
        let required = statuses.filter { $0.readiness == .required && !$0.state.hasUsableKeys }
        let lines = required.map { "no keys for required issuer \($0.issuer): \(Self.reason($0))" }
        guard !hasBeenReady.load(ordering: .relaxed) else { return lines }
        let unfetched = statuses.filter { !$0.hasBeenFetched && $0.readiness == .optional }
        let waiting = unfetched.map { "first key fetch for \($0.issuer) has not finished" }
        guard lines.isEmpty, waiting.isEmpty, !statuses.contains(where: \.state.hasUsableKeys) else {
            return lines + waiting
        }
        return statuses.map { "no keys for \($0.issuer): \(Self.reason($0))" }
    }

    private static func reason(_ status: IssuerStatus) -> String {
        status.lastError ?? "not fetched yet"
    }
}

extension IssuerStatus {
    /// Whether a fetch has finished, or the file has been read.
    fileprivate var hasBeenFetched: Bool { fetches > 0 }
}
