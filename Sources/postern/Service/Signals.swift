internal import Glibc
internal import UnixSignals

/// The signals that the service obeys, from its start to the end of the process.
struct Signals {
    private let signals: UnixSignalsSequence

    /// From here on, no signal ends the process by itself.
    init() async {
        signals = await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint)
    }

    /// Reloads at each SIGHUP, and returns at the first SIGTERM or SIGINT; a second one ends the process at once.
    func waitForTheEnd(reload: @escaping @Sendable () async -> Void) async {
        let (end, ending) = AsyncStream<Void>.makeStream()
        // It goes on beyond the end, so that a second signal finds it.
        Task {
            var isEnding = false
            for await signal in signals {
                switch signal {
                case .sighup where isEnding: break
                case .sighup: await reload()
                default:
                    if isEnding { exit(signal == .sigint ? 130 : 143) }
                    isEnding = true
                    ending.finish()
                }
            }
        }
        for await _ in end {}
    }
}
