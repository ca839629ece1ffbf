package import Authorization
import Bytes
import Synchronization
package import Telemetry

/// What the admin pages show and no event loop counts: readiness, the last reload, decision rates, the resource's metadata.
package final class AdminState: Sendable {
    private struct Contents {
        var isDraining = false
        var reload: ReloadOutcome
        var rates: DecisionRates
        var resource: ProtectedResourcePage?
    }

    private let contents: Mutex<Contents>
    package let readiness = Readiness()

    /// Begins with the start, which counts as a good reload.
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

    /// What clients may learn of the protected resource; nil for nothing.
    package var resource: ProtectedResourcePage? { contents.withLock { $0.resource } }
    /// Whether the end has begun.
    package var isDraining: Bool { contents.withLock { $0.isDraining } }
    /// How the last reload went.
    package var reload: ReloadOutcome { contents.withLock { $0.reload } }
    /// How many decisions there were lately; noted by ``sampleDecisions(_:)``.
    package var rates: DecisionRates { contents.withLock { $0.rates } }

    package func beginDraining() {
        contents.withLock { $0.isDraining = true }
    }

    /// Notes a good reload, and what it changes of the resource's metadata.
    package func recordReload(resource: ProtectedResource?, _ authorization: AuthorizationConfiguration) {
        let page = Self.page(resource, authorization)
        contents.withLock { contents in
            contents.resource = page
            contents.reload.succeed(at: WallClock.now())
        }
    }

    package func recordReloadFailure(_ error: String) {
        contents.withLock { $0.reload.refuse(error, at: WallClock.now()) }
    }

    /// What is missing before the service is ready, a line each; empty when it is ready.
    package func missing(_ issuers: [IssuerStatus]) -> [String] {
        (isDraining ? ["draining"] : []) + readiness.missing(issuers)
    }

    /// Notes how many decisions there are, from time to time until the task is cancelled.
    package func sampleDecisions(_ counters: @Sendable () async -> LoopCounters) async {
        while (try? await Task.sleep(for: .seconds(DecisionRates.span))) != nil {
            let answers = DecisionRates.Answers(await counters())
            contents.withLock { $0.rates.record(answers, at: SteadyTime.now) }
        }
    }
}

/// Seconds on a clock that never goes back.
private enum SteadyTime {
    private static let start = ContinuousClock.now

    static var now: Double { (ContinuousClock.now - start) / .seconds(1) }
}
