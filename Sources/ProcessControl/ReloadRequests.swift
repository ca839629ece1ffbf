import Synchronization

/// Runs reloads one after the other; a request during a reload cancels its waiting.
package final class ReloadRequests: Sendable {
    private struct State {
        var running: Task<Void, Never>?
        var isRequested = false
    }

    private let perform: @Sendable () async -> Void
    private let state = Mutex(State())

    /// Creates a queue without requests.
    ///
    /// - Parameter perform: performs one reload; when its task is cancelled, it stops waiting for keys and completes.
    package init(_ perform: @escaping @Sendable () async -> Void) {
        self.perform = perform
    }

    /// Starts a reload, or another one after the current.
    package func request() {
        state.withLock { state in
            if let running = state.running {
                state.isRequested = true
                running.cancel()
            } else {
                state.running = begin()
            }
        }
    }

    /// Prevents further reloads, and cancels the waiting of the current one.
    package func stop() {
        state.withLock { state in
            state.isRequested = false
            state.running?.cancel()
        }
    }

    private func begin() -> Task<Void, Never> {
        Task { [self] in
            await perform()
            state.withLock { state in
                state.running = state.isRequested ? begin() : nil
                state.isRequested = false
            }
        }
    }
}
