/// The coarse clock of a loop's timeouts: one timer for all connections, and no reading of a clock per request.
///
/// Between two ticks pass at most 250 ms. A timeout ends at the first tick by which its time has surely passed.
struct TickClock {
    /// Seconds from one tick to the next.
    let length: Double
    let headerTimeout: Int
    let idleTimeout: Int
    /// How long a request may wait for keys.
    let parkTimeout: Int
    /// How long a connection is read from after its last answer.
    let lingerTimeout: Int

    /// `keyTimeout` is how many seconds a fetch of keys may take.
    init(_ limits: GatewayLimits, keyTimeout: Double) {
        let length = max(0.005, min(0.25, limits.headerTimeout / 4, limits.idleTimeout / 4))
        func ticks(_ seconds: Double) -> Int {
            // One more than fits, because the first is under way; bounded, because an operator may mean "never".
            Int(min(seconds / length, 1e12).rounded(.up)) + 1
        }
        self.length = length
        headerTimeout = ticks(limits.headerTimeout)
        idleTimeout = ticks(limits.idleTimeout)
        // A fetch ends by itself in time; so this ends no wait that has a result to come.
        parkTimeout = ticks(max(2, keyTimeout + 0.25))
        lingerTimeout = ticks(2)
    }
}
