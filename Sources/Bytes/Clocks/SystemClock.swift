#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The clocks of the system.
enum SystemClock {
    /// A clock's time.
    struct Time {
        let seconds: Int
        let nanoseconds: Int

        /// In nanoseconds alone.
        var total: Int { seconds * 1_000_000_000 + nanoseconds }
    }

    /// The time of day, which may be set.
    static func wall() -> Time { read(CLOCK_REALTIME) }

    /// The time since some moment, which nobody can set.
    static func monotonic() -> Time { read(CLOCK_MONOTONIC) }

    /// The time that this thread has run.
    static func thread() -> Time { read(CLOCK_THREAD_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> Time {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Time(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }
}
