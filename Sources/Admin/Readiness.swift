package import Authorization
import Synchronization

/// Whether proxies may send requests here: an issuer that is away must not take every replica out of service at once.
///
/// The service becomes ready when the first fetch of every issuer has ended, well or badly, and at least one issuer has
/// keys. From then on only a required issuer without keys makes it unready, and the drain.
package final class Readiness: Sendable {
    private let hasBeenReady = Atomic(false)

    package init() {}

    /// Takes note of the issuers' keys, at the start and at each change.
    ///
    /// - Parameter hasFirstKeys: whether the first fetch of every issuer has ended, and at least one has keys; not looked at
    ///   once the service has been ready.
    package func update(hasFirstKeys: @autoclosure () -> Bool) {
        guard !hasBeenReady.load(ordering: .relaxed), hasFirstKeys() else { return }
        hasBeenReady.store(true, ordering: .relaxed)
    }

    /// What is missing, a line each; empty when the service is ready.
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
    /// Whether a fetch has ended, well or badly, or the file has been read.
    fileprivate var hasBeenFetched: Bool { fetches > 0 }
}
