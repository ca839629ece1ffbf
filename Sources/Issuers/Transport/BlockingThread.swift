import Dispatch
import Synchronization

/// A thread for calls that last as long as a disk wants, so that a disk that hangs holds up nothing else.
struct BlockingThread: Sendable {
    private let queue: DispatchQueue

    /// - Parameter label: the thread's work, for debuggers.
    init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs the work after all earlier work of this thread, and does not wait.
    func begin(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }

    /// Runs the work after all earlier work of this thread, and waits for its result.
    ///
    /// - Parameter seconds: how long to wait; the work goes on afterwards, and its result is dropped.
    /// - Returns: nil when that was too short.
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

    /// Hands the continuation to whichever comes first.
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
