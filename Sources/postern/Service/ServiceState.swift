internal import Gateway
internal import KeySets
internal import Synchronization

/// What the admin pages and a reload share: the present key service, and whether the end has begun.
final class ServiceState: Sendable {
    private struct Contents {
        var keys: KeyService
        var resource: ProtectedResourceMetadata?
        var isDraining = false
    }

    private let contents: Mutex<Contents>
    let server: DecisionServer

    init(keys: KeyService, resource: ProtectedResourceMetadata?, server: DecisionServer) {
        contents = Mutex(Contents(keys: keys, resource: resource))
        self.server = server
    }

    var keys: KeyService { contents.withLock { $0.keys } }
    /// What clients may learn of the protected resource; nil for nothing.
    var resource: ProtectedResourceMetadata? { contents.withLock { $0.resource } }
    var isDraining: Bool { contents.withLock { $0.isDraining } }

    func beginDraining() {
        contents.withLock { $0.isDraining = true }
    }

    func replace(keys: KeyService, resource: ProtectedResourceMetadata?) {
        contents.withLock {
            $0.keys = keys
            $0.resource = resource
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
