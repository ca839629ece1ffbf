import NIOCore

/// When things happen on one event loop: its time, its ticks, and the ends of its turns.
struct LoopSchedule {
    let eventLoop: any EventLoop
    /// Unix seconds.
    let clock: @Sendable () -> Double
    var ticks: TickClock
    /// Ticks since the start, see ``TickClock``.
    private(set) var tick = 0
    private(set) var isTicking = false
    private(set) var isInTurn = false
    /// Ends the turn; made once, because each closure takes an allocation.
    private let endOfTurn: @Sendable () -> Void

    init(
        _ eventLoop: any EventLoop,
        ticks: TickClock,
        clock: @escaping @Sendable () -> Double,
        endOfTurn: @escaping @Sendable () -> Void
    ) {
        self.eventLoop = eventLoop
        self.ticks = ticks
        self.clock = clock
        self.endOfTurn = endOfTurn
    }

    /// Has the turn ended when all connections that can be read now have been.
    mutating func beginTurn() {
        guard !isInTurn else { return }
        isInTurn = true
        eventLoop.execute(endOfTurn)
    }

    mutating func endTurn() { isInTurn = false }

    /// Schedules the next tick, unless one is scheduled.
    mutating func scheduleTick(_ advance: @escaping () -> Void) {
        guard !isTicking else { return }
        isTicking = true
        eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(ticks.length * 1e9)), advance)
    }

    mutating func endTick() { isTicking = false }

    mutating func advanceTick() { tick += 1 }
}
