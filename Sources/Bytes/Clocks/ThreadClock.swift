/// The processor time of a thread.
package enum ThreadClock {
    /// Nanoseconds that this thread has run.
    package static func now() -> Int { SystemClock.thread().total }
}
