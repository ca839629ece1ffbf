/// The CPU time of a thread.
package enum ThreadClock {
    /// The CPU time of this thread, in nanoseconds.
    package static func now() -> Int { SystemClock.thread().total }
}
