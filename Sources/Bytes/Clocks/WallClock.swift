/// The time of day.
package enum WallClock {
    /// Unix time in seconds, from the system's real-time clock.
    package static func now() -> Double {
        let time = SystemClock.wall()
        return Double(time.seconds) + Double(time.nanoseconds) / 1e9
    }
}
