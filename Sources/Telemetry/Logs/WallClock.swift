import Glibc

/// The time of day.
package enum WallClock {
    /// Unix time in seconds, from the system's real-time clock.
    package static func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
