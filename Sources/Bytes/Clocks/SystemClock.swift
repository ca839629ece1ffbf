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

        /// In nanoseconds.
        var total: Int { seconds * 1_000_000_000 + nanoseconds }
    }

    /// The time of day, which can be set.
    static func wall() -> Time { read(CLOCK_REALTIME) }

    /// The time since an arbitrary moment, which cannot be set.
    static func monotonic() -> Time { read(CLOCK_MONOTONIC) }

    /// The CPU time of this thread.
    static func thread() -> Time { read(CLOCK_THREAD_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> Time {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Time(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }
}
