/// The system's monotonic clock in nanoseconds; it stops while the machine is suspended.
package enum MonotonicClock {
    /// Nanoseconds since an arbitrary moment.
    package static func now() -> Int { SystemClock.monotonic().total }
}
