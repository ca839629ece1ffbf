import NIOCore
import NIOPosix
import Synchronization

/// Looks up a host's address, for a proxy that is to be given one.
enum AddressLookup {
    /// The first address in numbers; stops waiting at once when its task is cancelled, though the system may go on.
    ///
    /// - Throws: ``FetchError`` when there is none.
    static func address(of host: String) async throws(FetchError) -> String {
        let answer = Answer()
        let found: String? = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.wait(continuation)
                NIOThreadPool.singleton.submit { _ in
                    answer.give((try? SocketAddress.makeAddressResolvingHost(host, port: 0))?.ipAddress)
                }
            }
        } onCancel: {
            answer.give(nil)
        }
        guard let found else { throw FetchError("the name \(host) could not be resolved") }
        return found
    }

    /// Hands the first answer on; what comes after it is dropped.
    private final class Answer: Sendable {
        private enum State {
            case nobodyWaits
            case waiting(CheckedContinuation<String?, Never>)
            case given(String?)
        }

        private let state = Mutex(State.nobodyWaits)

        func wait(_ continuation: CheckedContinuation<String?, Never>) {
            let early: String?? = state.withLock { state in
                if case .given(let answer) = state { return .some(answer) }
                state = .waiting(continuation)
                return nil
            }
            if let early { continuation.resume(returning: early) }
        }

        func give(_ answer: String?) {
            let waiting: CheckedContinuation<String?, Never>? = state.withLock { state in
                switch state {
                case .given:
                    return nil
                case .nobodyWaits:
                    state = .given(answer)
                    return nil
                case .waiting(let continuation):
                    state = .given(answer)
                    return continuation
                }
            }
            waiting?.resume(returning: answer)
        }
    }
}
