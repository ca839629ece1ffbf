internal import Gateway
internal import KeySets
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
    }

    private let contents: Mutex<Contents>
    let server: DecisionServer

    init(configuration: Configuration, keys: KeyService, server: DecisionServer) {
        let resource = ProtectedResourceMetadata(configuration)
        let rates = DecisionRates(at: SteadyTime.now)
        contents = Mutex(Contents(configuration: configuration, keys: keys, resource: resource, rates: rates))
        self.server = server
    }

    /// The one in force.
    var configuration: Configuration { contents.withLock { $0.configuration } }
    var keys: KeyService { contents.withLock { $0.keys } }
    /// What clients may learn of the protected resource; nil for nothing.
    var resource: ProtectedResourceMetadata? { contents.withLock { $0.resource } }
    var isDraining: Bool { contents.withLock { $0.isDraining } }

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
        }
    }

    /// What is missing before the service is ready, a line each; empty when it is ready.
    var missing: [String] {
        let lacking = keys.statuses().filter(\.keys.isEmpty).map { status in
            "no keys for \(status.issuer): \(status.lastError ?? "not fetched yet")"
        }
        return (isDraining ? ["draining"] : []) + lacking
    }

    /// Notes how many decisions there are, from time to time until the task is cancelled.
    func sampleDecisions() async {
        while (try? await Task.sleep(for: .seconds(DecisionRates.span))) != nil {
            let answers = DecisionRates.Answers(await server.counters())
            contents.withLock { $0.rates.note(answers, at: SteadyTime.now) }
        }
    }
}

/// Seconds on a clock that never goes back.
private enum SteadyTime {
    private static let start = ContinuousClock.now

    static var now: Double { (ContinuousClock.now - start) / .seconds(1) }
}
