package import Authorization
import Bytes
import Synchronization
package import Telemetry

/// The state behind the admin pages that no event loop counts: readiness, reloads, decision rates, resource metadata.
package final class AdminState: Sendable {
    private struct Contents {
        var isDraining = false
        var reload: ReloadOutcome
        var rates: DecisionRates
        var resource: ProtectedResourcePage?
    }

    private let contents: Mutex<Contents>
    /// The readiness of the service.
    package let readiness = Readiness()

    /// Creates the state at startup, which counts as a successful reload.
    package init(resource: ProtectedResource?, _ authorization: AuthorizationConfiguration) {
        contents = Mutex(
            Contents(
                reload: ReloadOutcome(startedAt: WallClock.now()),
                rates: DecisionRates(at: SteadyTime.now),
                resource: Self.page(resource, authorization)
            )
        )
    }

    private static func page(
        _ resource: ProtectedResource?,
        _ authorization: AuthorizationConfiguration
    ) -> ProtectedResourcePage? {
        resource.map { ProtectedResourceMetadata($0, authorization).page }
    }

    /// The metadata page of the protected resource; nil if none is configured.
    package var resource: ProtectedResourcePage? { contents.withLock { $0.resource } }
    /// Whether the service is draining.
    package var isDraining: Bool { contents.withLock { $0.isDraining } }
    /// The outcome of the last reload.
    package var reload: ReloadOutcome { contents.withLock { $0.reload } }
    /// Recent decision rates, recorded by ``sampleDecisions(_:)``.
    package var rates: DecisionRates { contents.withLock { $0.rates } }

    /// Marks the service as draining.
    package func beginDraining() {
        contents.withLock { $0.isDraining = true }
    }

    /// Records a successful reload, and updates the resource's metadata.
    package func recordReload(resource: ProtectedResource?, _ authorization: AuthorizationConfiguration) {
        let page = Self.page(resource, authorization)
        contents.withLock { contents in
            contents.resource = page
            contents.reload.succeed(at: WallClock.now())
        }
    }

    /// Records a refused reload.
    package func recordReloadFailure(_ error: String) {
        contents.withLock { $0.reload.refuse(error, at: WallClock.now()) }
    }

    /// The reasons why the service is not ready, a line each; empty if it is ready.
    package func missing(_ issuers: [IssuerStatus]) -> [String] {
        (isDraining ? ["draining"] : []) + readiness.missing(issuers)
    }

    /// Records decision rates periodically until the task is cancelled.
    package func sampleDecisions(_ counters: @Sendable () async -> LoopCounters) async {
        while (try? await Task.sleep(for: .seconds(DecisionRates.span))) != nil {
            let answers = DecisionRates.Answers(await counters())
            contents.withLock { $0.rates.record(answers, at: SteadyTime.now) }
        }
    }
}

/// A monotonic clock in seconds.
private enum SteadyTime {
    private static let start = ContinuousClock.now

    static var now: Double { (ContinuousClock.now - start) / .seconds(1) }
}
