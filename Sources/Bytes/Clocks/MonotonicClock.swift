/// The system's monotonic clock, which is read in nanoseconds and stands still while the machine sleeps.
package enum MonotonicClock {
    /// Nanoseconds since some moment.
    package static func now() -> Int { SystemClock.monotonic().total }
}
