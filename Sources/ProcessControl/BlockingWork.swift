import Dispatch

/// Work that lasts as long as a disk wants, on a thread of its own: tasks share few threads, and none may hang.
package enum BlockingWork {
    /// Waits for the work's result.
    package static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "postern.files").async { continuation.resume(returning: work()) }
        }
    }
}
