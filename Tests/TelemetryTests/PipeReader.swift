import Foundation

/// Reads what a test writes.
enum PipeReader {
    /// Reads to the end on a thread of its own, which runs when this returns: the writer may then wait for it.
    static func readAll(_ handle: FileHandle) -> Task<Data, Never> {
        let (contents, continuation) = AsyncStream<Data>.makeStream()
        Thread.detachNewThread {
            continuation.yield(handle.readDataToEndOfFile())
            continuation.finish()
        }
        return Task { await contents.first { _ in true } ?? Data() }
    }
}
