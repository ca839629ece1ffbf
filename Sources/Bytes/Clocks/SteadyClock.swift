/// Unix time that never jumps: read once on first use, then advanced by a monotonic clock.
///
/// For ages and timeouts, so that a corrected system clock does not change them. Unlike ``MonotonicClock``, it advances
/// while the machine is suspended.
package enum SteadyClock {
    private static let origin = (unix: WallClock.now(), instant: ContinuousClock.now)

    /// Seconds, near Unix time.
    package static func now() -> Double {
        let elapsed = (ContinuousClock.now - origin.instant).components
        return origin.unix + Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// Converts a time of this clock to the system's Unix time.
    package static func unix(_ time: Double) -> Double {
        time + (WallClock.now() - now())
    }

    /// Converts a Unix time of the system to this clock.
    package static func steady(_ unix: Double) -> Double {
        unix - (WallClock.now() - now())
    }
}
