import Bytes

/// One round of an event loop through the connections that have something to read, and the signatures verified in it.
///
/// Whoever has a request waiting is served once in a turn, so that nobody waits longer than two turns. That is what
/// bounds the answers' delay when more comes than can be verified: a turn has only so much time for signatures.
///
/// A burst is no overload: turns may be longer now and then, by the ``grace`` that calm times bring back.
///
/// The time is the thread's own. A machine that is busy with other things makes answers late, but not too many.
struct VerificationBudget {
    /// Nanoseconds of the loop's thread for signatures in a turn; what comes after them in the same turn is refused.
    static let budget = 12_000_000
    /// The most nanoseconds by which turns may be longer than that.
    static let maxGrace = 30_000_000
    /// How many nanoseconds it takes for one of grace to come back.
    private static let recovery = 100
    /// How many signatures go without a look at the clock, which takes a call of the system: at first, and at the least in
    /// between.
    private static let uncounted = 16
    private static let between = 4

    private var signatures = 0
    private var start = 0
    private var spent = 0
    /// The signature at which to look at the clock again.
    private var nextLook = Self.uncounted
    private var grace = Self.maxGrace
    /// When the grace was reckoned, in nanoseconds of the system's steady clock.
    private var reckoned = 0

    /// Takes note of a signature.
    mutating func note() {
        signatures += 1
    }

    /// Whether there is time for another.
    mutating func hasTime(now: () -> Int = ThreadClock.now) -> Bool {
        guard signatures >= nextLook else { return true }
        guard signatures > Self.uncounted else {
            start = now()
            nextLook += Self.between
            return true
        }
        spent = now() - start
        let limit = Self.budget + grace
        // After a quarter of what is left, if they go on as they have: so the last look before a limit comes in time.
        let left = (spent < Self.budget ? Self.budget : limit) - spent
        nextLook = signatures + max(Self.between, left * (signatures - Self.uncounted) / max(1, spent) / 4)
        return spent < limit
    }

    mutating func end(now: () -> Int = MonotonicClock.now) {
        signatures = 0
        nextLook = Self.uncounted
        guard spent > 0 else { return }
        let time = now()
        grace = min(Self.maxGrace, grace + (time - reckoned) / Self.recovery)
        grace = max(0, grace - max(0, spent - Self.budget))
        reckoned = time
        spent = 0
    }
}
