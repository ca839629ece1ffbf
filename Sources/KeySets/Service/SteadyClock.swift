import FoundationEssentials

/// Unix time that never jumps: read once when first asked for, then counted on by the monotonic clock.
///
/// Whatever counts seconds here uses it, so that a corrected system clock neither ages keys nor keeps them young.
enum SteadyClock {
    private static let origin = (unix: wall(), instant: ContinuousClock.now)

    /// Seconds, near Unix time.
    static func now() -> Double {
        let elapsed = (ContinuousClock.now - origin.instant).components
        return origin.unix + Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// The system's Unix time in seconds.
    static func wall() -> Double {
        Date().timeIntervalSince1970
    }

    /// A time of this clock in the system's Unix time, as other rooms and people read it.
    static func unix(_ time: Double) -> Double {
        time + (wall() - now())
    }

    /// A Unix time of the system on this clock.
    static func steady(_ unix: Double) -> Double {
        unix - (wall() - now())
    }
}
