import NIOCore
import Synchronization

/// What a provider's connections share.
final class ProviderState: Sendable {
    private struct Facts {
        var behaviours: [String: FaultyProvider.Behaviour] = [:]
        var requests: [FaultyProvider.Request] = []
        var channels: [ObjectIdentifier: any Channel] = [:]
        var maxConnections = 0
        var maxBodyBytes = 0
    }

    private let facts = Mutex(Facts())

    var requests: [FaultyProvider.Request] { facts.withLock { $0.requests } }
    var connections: Int { facts.withLock { $0.channels.count } }
    var maxConnections: Int { facts.withLock { $0.maxConnections } }
    var maxBodyBytes: Int { facts.withLock { $0.maxBodyBytes } }

    func set(_ path: String, _ behaviour: FaultyProvider.Behaviour) {
        facts.withLock { $0.behaviours[path] = behaviour }
    }

    /// Notes a request; nil when nothing is set for its path.
    func behaviour(for request: FaultyProvider.Request) -> FaultyProvider.Behaviour? {
        facts.withLock {
            $0.requests.append(request)
            return $0.behaviours[request.path]
        }
    }

    func sent(_ bytes: Int) {
        facts.withLock { $0.maxBodyBytes = max($0.maxBodyBytes, bytes) }
    }

    func opened(_ channel: any Channel) {
        facts.withLock {
            $0.channels[ObjectIdentifier(channel)] = channel
            $0.maxConnections = max($0.maxConnections, $0.channels.count)
        }
        channel.closeFuture.whenComplete { _ in
            self.facts.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
        }
    }

    func closeAll() {
        let channels = facts.withLock { Array($0.channels.values) }
        for channel in channels { channel.close(promise: nil) }
    }
}
