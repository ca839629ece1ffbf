import Synchronization

/// The current step of a fetch, for the error message of the time limit.
final class FetchProgress: Sendable {
    /// The steps of one request, each with the peer that it waits for.
    private enum Stage {
        case starting
        case lookup(host: String)
        case request(host: String, proxy: String?, since: ContinuousClock.Instant)
        case stalledConnection(peer: String)
        case body(host: String)
    }

    private struct State {
        var stage = Stage.starting
        var url: String?
    }

    private let state = Mutex(State())

    /// The name of the issuer or of the proxy is being resolved.
    func beginLookup(of host: String, for url: KeyURL) {
        state.withLock { $0 = State(stage: .lookup(host: host), url: url.description) }
    }

    /// A connection is being established; then the response is awaited.
    func beginRequest(to url: KeyURL, proxy: String?) {
        state.withLock {
            $0 = State(stage: .request(host: url.host, proxy: proxy, since: .now), url: url.description)
        }
    }

    /// There was no connection in time; the reason is being determined.
    func recordStalledConnection(to peer: String) {
        state.withLock { $0.stage = .stalledConnection(peer: peer) }
    }

    /// The head of the response has arrived.
    func beginBody(from url: KeyURL) {
        state.withLock { $0.stage = .body(host: url.host) }
    }

    /// The error for an exceeded time limit.
    ///
    /// - Parameters:
    ///   - limit: the time limit for the whole fetch, in seconds.
    ///   - connectTimeout: the transport's limit from the start of a request to its connection, in seconds, which has its
    ///     own error.
    ///   - location: the URL that the fetch started with.
    /// - Returns: the error, which names the step.
    func timeoutError(limit: Double, connectTimeout: Double, location: String) -> FetchError {
        let state = state.withLock { $0 }
        let seconds = limit == limit.rounded() ? "\(Int(clamping: Int64(min(limit, 1e15))))" : "\(limit)"
        let prefix = "\(state.url ?? location) did not send a complete response within the time limit of \(seconds) s"
        return FetchError("\(prefix): \(Self.explain(state.stage, connectTimeout))")
    }

    private static func explain(_ stage: Stage, _ connectTimeout: Double) -> String {
        switch stage {
        case .starting:
            return "the fetch has not started; a file that it needs could not be read in time"
        case .lookup(let host):
            return "the name \(host) is still being resolved; the DNS servers do not answer"
        case .request(let host, let proxy, let since):
            let peer = proxy.map { "\(host) through \($0)" } ?? host
            guard ContinuousClock.now - since >= .seconds(connectTimeout) else {
                return "not enough time was left to connect to \(peer) and get a response"
            }
            return "\(peer) sent no response"
        case .stalledConnection(let peer):
            return "no connection to \(peer)"
        case .body(let host):
            return "\(host) started a response and did not finish it"
        }
    }
}
