import Dispatch

/// Runs blocking work on a separate thread, so that a slow disk does not block the threads of tasks.
package enum BlockingWork {
    /// Runs the work and waits for its result.
    package static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "postern.files").async { continuation.resume(returning: work()) }
        }
    }
}
