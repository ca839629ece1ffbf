import Dispatch
import Synchronization

/// A thread for blocking file operations, so that a disk that hangs delays nothing else.
struct BlockingThread: Sendable {
    private let queue: DispatchQueue

    /// - Parameter label: the name of the thread, for debuggers.
    init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs the work after all earlier work of this thread, without waiting.
    func begin(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }

    /// Runs the work after all earlier work of this thread, and waits for its result.
    ///
    /// - Parameters:
    ///   - seconds: how long to wait; after that, the work continues and its result is dropped.
    ///   - work: the blocking operation.
    /// - Returns: nil when the work took longer.
    func run<Result: Sendable>(within seconds: Double, _ work: @escaping @Sendable () -> Result) async -> Result? {
        await withCheckedContinuation { continuation in
            let box = Box(continuation)
            queue.async {
                let result = work()
                box.take()?.resume(returning: result)
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { box.take()?.resume(returning: nil) }
        }
    }

    /// Gives the continuation to the first caller.
    private final class Box<Result: Sendable>: Sendable {
        private let content: Mutex<CheckedContinuation<Result?, Never>?>

        init(_ continuation: CheckedContinuation<Result?, Never>) {
            content = Mutex(continuation)
        }

        func take() -> CheckedContinuation<Result?, Never>? {
            content.withLock { content in
                defer { content = nil }
                return content
            }
        }
    }
}
