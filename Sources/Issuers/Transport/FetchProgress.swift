import Synchronization

/// What a fetch is waiting for, so that a fetch that takes too long can say where it stopped.
final class FetchProgress: Sendable {
    /// The steps of one request, each with the party that is waited for.
    private enum Stage {
        case starting
        case lookup(host: String)
        case request(host: String, proxy: String?, since: ContinuousClock.Instant)
        case stalledConnection(party: String)
        case body(host: String)
    }

    private struct State {
        var stage = Stage.starting
        var url: String?
    }

    private let state = Mutex(State())

    /// A name is being resolved: the issuer's, or the proxy's.
    func beginLookup(of host: String, for url: KeyURL) {
        state.withLock { $0 = State(stage: .lookup(host: host), url: url.description) }
    }

    /// A connection is being made, and then an answer waited for.
    func beginRequest(to url: KeyURL, proxy: String?) {
        state.withLock {
            $0 = State(stage: .request(host: url.host, proxy: proxy, since: .now), url: url.description)
        }
    }

    /// There was no connection in time; why is being found out.
    func noteStalledConnection(to party: String) {
        state.withLock { $0.stage = .stalledConnection(party: party) }
    }

    /// The head of the answer has arrived.
    func beginBody(from url: KeyURL) {
        state.withLock { $0.stage = .body(host: url.host) }
    }

    /// What the time limit is to say.
    ///
    /// - Parameters:
    ///   - limit: the whole fetch's, in seconds.
    ///   - connectTimeout: the transport's limit from the start of a request to its connection, in seconds; it has an error of
    ///     its own.
    ///   - location: where the fetch began.
    func timeoutError(limit: Double, connectTimeout: Double, location: String) -> FetchError {
        let state = state.withLock { $0 }
        let seconds = limit == limit.rounded() ? "\(Int(clamping: Int64(min(limit, 1e15))))" : "\(limit)"
        let prefix = "\(state.url ?? location) gave no complete answer within the time limit of \(seconds) s"
        return FetchError("\(prefix): \(Self.explain(state.stage, connectTimeout))")
    }

    private static func explain(_ stage: Stage, _ connectTimeout: Double) -> String {
        switch stage {
        case .starting:
            return "the fetch has not begun; a file that it needs cannot be read in time"
        case .lookup(let host):
            return "the name \(host) is still being resolved; the DNS servers do not answer"
        case .request(let host, let proxy, let since):
            let party = proxy.map { "\(host) through \($0)" } ?? host
            guard ContinuousClock.now - since >= .seconds(connectTimeout) else {
                return "there was not enough time left to connect to \(party) and get an answer"
            }
            return "\(party) sent no answer"
        case .stalledConnection(let party):
            return "no connection to \(party)"
        case .body(let host):
            return "\(host) began an answer and did not end it"
        }
    }
}
