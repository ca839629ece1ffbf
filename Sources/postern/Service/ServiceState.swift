internal import Bytes
internal import Gateway
internal import Issuers
internal import Settings
internal import Synchronization
internal import Telemetry

/// What the admin pages and a reload share: what is in force, and whether the end has begun.
final class ServiceState: Sendable {
    private struct Contents {
        var configuration: Configuration
        var keys: KeyService
        var resource: ProtectedResourceMetadata?
        var isDraining = false
        var rates: DecisionRates
        var reload: ReloadOutcome
    }

    private let contents: Mutex<Contents>
    private let readiness = Readiness()
    let server: DecisionServer

    init(configuration: Configuration, keys: KeyService, server: DecisionServer) {
        let resource = ProtectedResourceMetadata(configuration)
        let rates = DecisionRates(at: SteadyClock.now())
        contents = Mutex(
            Contents(
                configuration: configuration,
                keys: keys,
                resource: resource,
                rates: rates,
                reload: ReloadOutcome(startedAt: WallClock.now())
            )
        )
        self.server = server
        readiness.watch(keys)
    }

    /// The one in force.
    var configuration: Configuration { contents.withLock { $0.configuration } }
    var keys: KeyService { contents.withLock { $0.keys } }
    /// What clients may learn of the protected resource; nil for nothing.
    var resource: ProtectedResourceMetadata? { contents.withLock { $0.resource } }
    var isDraining: Bool { contents.withLock { $0.isDraining } }

    /// How the last reload went.
    var reload: ReloadOutcome { contents.withLock { $0.reload } }

    /// How many decisions there were lately; noted by ``sampleDecisions()``.
    var rates: DecisionRates { contents.withLock { $0.rates } }

    func beginDraining() {
        contents.withLock { $0.isDraining = true }
    }

    func replace(configuration: Configuration, keys: KeyService) {
        let resource = ProtectedResourceMetadata(configuration)
        contents.withLock { contents in
            contents.configuration = configuration
            contents.keys = keys
            contents.resource = resource
            contents.reload.succeed(at: WallClock.now())
        }
        readiness.watch(keys)
    }

    func noteRefusedReload(_ error: String) {
        contents.withLock { $0.reload.refuse(error, at: WallClock.now()) }
    }

    /// What is missing before the service is ready, a line each; empty when it is ready.
    var missing: [String] {
        (isDraining ? ["draining"] : []) + readiness.missing(keys.statuses())
    }

    /// Notes how many decisions there are, from time to time until the task is cancelled.
    func sampleDecisions() async {
        while (try? await Task.sleep(for: .seconds(DecisionRates.span))) != nil {
            let answers = DecisionRates.Answers(await server.counters())
            contents.withLock { $0.rates.note(answers, at: SteadyClock.now()) }
        }
    }
}
