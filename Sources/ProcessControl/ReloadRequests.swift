import Synchronization

/// Runs reloads one after the other; one that is asked for while another runs ends that one's waiting.
package final class ReloadRequests: Sendable {
    private struct State {
        var running: Task<Void, Never>?
        var isRequested = false
    }

    private let perform: @Sendable () async -> Void
    private let state = Mutex(State())

    /// - Parameter perform: one reload; it stops waiting for keys when its task is cancelled, and is finished then too.
    package init(_ perform: @escaping @Sendable () async -> Void) {
        self.perform = perform
    }

    /// Begins a reload, or has another follow the one that runs.
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

    /// Lets no further reload begin, and the one that runs wait no longer.
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
