/// Unix time that never jumps: read once when first asked for, then counted on by a clock that nobody can set.
///
/// For whatever counts seconds, so that a corrected system clock neither ages a thing nor keeps it young. Unlike
/// ``MonotonicClock``, it goes on while the machine sleeps.
package enum SteadyClock {
    private static let origin = (unix: WallClock.now(), instant: ContinuousClock.now)

    /// Seconds, near Unix time.
    package static func now() -> Double {
        let elapsed = (ContinuousClock.now - origin.instant).components
        return origin.unix + Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// A time of this clock in the system's Unix time, as other parts and people read it.
    package static func unix(_ time: Double) -> Double {
        time + (WallClock.now() - now())
    }

    /// A Unix time of the system on this clock.
    package static func steady(_ unix: Double) -> Double {
        unix - (WallClock.now() - now())
    }
}
