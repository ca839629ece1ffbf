internal import Gateway
internal import KeySets
internal import Settings
internal import Synchronization

/// What the admin pages and a reload share: what is in force, and whether the end has begun.
final class ServiceState: Sendable {
    private struct Contents {
        var configuration: Configuration
        var keys: KeyService
        var resource: ProtectedResourceMetadata?
        var isDraining = false
    }

    private let contents: Mutex<Contents>
    let server: DecisionServer

    init(configuration: Configuration, keys: KeyService, server: DecisionServer) {
        let resource = ProtectedResourceMetadata(configuration)
        contents = Mutex(Contents(configuration: configuration, keys: keys, resource: resource))
        self.server = server
    }

    /// The one in force.
    var configuration: Configuration { contents.withLock { $0.configuration } }
    var keys: KeyService { contents.withLock { $0.keys } }
    /// What clients may learn of the protected resource; nil for nothing.
    var resource: ProtectedResourceMetadata? { contents.withLock { $0.resource } }
    var isDraining: Bool { contents.withLock { $0.isDraining } }

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
}
