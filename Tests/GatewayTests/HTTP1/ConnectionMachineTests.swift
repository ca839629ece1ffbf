import Authorization
import ProxyProtocol
import Testing

@testable import Gateway

@Suite("The machine of a connection: events in, actions out")
struct ConnectionMachineTests {
    private static let need = Need.keys(IssuerID(0))
    private static let answered = RequestOutcome.answered(length: 1, .implied, declaresBody: false)
    private static let last = RequestOutcome.answered(length: 1, .close, declaresBody: false)
    private static let ticks = TickClock(GatewayLimits(headerTimeout: 1, idleTimeout: 2), keyTimeout: 5)

    private static func machine(isEncrypted: Bool = false, isRefused: Bool = false, lingers: Bool = false)
        -> HTTP1ConnectionMachine
    {
        HTTP1ConnectionMachine(isEncrypted: isEncrypted, isRefused: isRefused, lingers: lingers, tick: 0)
    }

    /// A machine after some outcomes of one read cycle.
    private static func machine(after outcomes: RequestOutcome..., hasMore: Bool = false, tick: Int = 0)
        -> HTTP1ConnectionMachine
    {
        var machine = machine()
        machine.beginServing()
        for outcome in outcomes { _ = machine.processed(outcome, hasMore: hasMore, tick: tick) }
        machine.endServing()
        return machine
    }

    private static func blocked() -> HTTP1ConnectionMachine {
        var machine = machine()
        machine.blocked()
        return machine
    }

    private static func batched() -> HTTP1ConnectionMachine {
        var machine = machine()
        #expect(machine.received(1, unread: 0, canBatch: true) == .batch)
        return machine
    }

    private static func closed() -> HTTP1ConnectionMachine {
        var machine = machine()
        _ = machine.closed()
        return machine
    }

    @Test("What comes is batched, served, kept or discarded, by the state")
    func receives() {
        let full = HTTP1ConnectionMachine.maxUnreadBytes
        let waits = Self.machine(after: .pending(Self.need))
        let rows: [(HTTP1ConnectionMachine, count: Int, unread: Int, canBatch: Bool, HTTP1ConnectionMachine.Received)] =
            [
                (Self.machine(), 1, 0, true, .batch), (Self.machine(), 1, 0, false, .serve),
                (Self.machine(), 1, 5, true, .serve), (Self.machine(after: .needsMore), 1, 5, true, .serve),
                (Self.machine(after: Self.answered), 1, 0, true, .batch),
                (Self.blocked(), 1, 0, true, .keep), (Self.blocked(), 1, full, true, .close),
                (waits, full, 0, true, .keep), (waits, full, 1, true, .close),
                (Self.batched(), 1, 0, true, .keep), (Self.batched(), 1, full, true, .keepAndServeBatch),
                (Self.machine(after: Self.last), 1, 0, true, .discard),
                (Self.machine(after: .refused), 1, 0, true, .discard),
                (Self.machine(after: .refused), HTTP1ConnectionMachine.maxDiscardedBytes + 1, 0, true, .close),
                (Self.machine(isEncrypted: true), 1, 0, false, .discard), (Self.closed(), 1 << 40, 0, true, .discard),
            ]
        for (number, row) in rows.enumerated() {
            var machine = row.0
            #expect(machine.received(row.count, unread: row.unread, canBatch: row.canBatch) == row.4, "row \(number)")
        }
    }

    @Test("Requests out of the batch never overtake what came before them")
    func deliversBatches() {
        var free = Self.batched()
        #expect(free.batchDelivered(unread: 0) == .serve)
        var behind = Self.batched()
        #expect(behind.batchDelivered(unread: 3) == .keep)
        var blocked = Self.batched()
        blocked.blocked()
        #expect(blocked.batchDelivered(unread: 0) == .keep)
        var gone = Self.batched()
        _ = gone.closed()
        #expect(gone.batchDelivered(unread: 0) == .discard)
        var busy = Self.machine()
        busy.beginServing()
        // Sending in the middle of it can bring more.
        #expect(busy.received(1, unread: 0, canBatch: true) == .keep)
        busy.endServing()
        #expect(busy.servesUnread)
    }

    @Test("A request that waits stops all that follows, and keeps its place in time")
    func waits() {
        var machine = Self.machine(after: Self.answered)
        machine.beginServing()
        #expect(machine.processed(.pending(Self.need), hasMore: true, tick: 7)?.since == 7)
        machine.endServing()
        #expect(!machine.isServing)
        #expect(machine.readRequested() == false)
        #expect(machine.takeDeferredRead() == false)
        #expect(machine.due(at: 1000, Self.ticks, .closing) == .nothing)
        machine.resumed()
        #expect(machine.isServing)
        machine.beginServing()
        #expect(machine.processed(.pending(Self.need), hasMore: true, tick: 9)?.since == 7)
        machine.endServing()
        machine.resumed()
        machine.beginServing()
        #expect(machine.processed(Self.answered, hasMore: true, tick: 10) == nil)
        #expect(machine.processed(.pending(Self.need), hasMore: false, tick: 11)?.since == 11)
        machine.endServing()
        #expect(machine.closed() == Self.need)
        #expect(machine.closed() == nil)
    }

    @Test("A read that was put off is made once, when reading goes on")
    func defersReads() {
        var machine = Self.blocked()
        #expect(machine.readRequested() == false)
        #expect(machine.takeDeferredRead() == false)
        #expect(machine.unblocked(tick: 3) == true)
        #expect(machine.unblocked(tick: 3) == false)
        #expect(machine.takeDeferredRead() == true)
        #expect(machine.takeDeferredRead() == false)
        #expect(machine.readRequested() == true)
    }

    @Test("Answers wait for others' only where they can be sent past the channel and nothing ends")
    func keepsAnswers() {
        var halfClosed = Self.machine()
        halfClosed.inputClosed()
        let rows: [(HTTP1ConnectionMachine, Bool, Bool)] = [
            (Self.machine(), true, true), (Self.machine(), false, false), (halfClosed, true, false),
            (Self.machine(after: Self.last), true, false), (Self.machine(after: .pending(Self.need)), true, false),
        ]
        for (machine, isDirect, expected) in rows {
            #expect(machine.keepsAnswersInBatch(isDirect: isDirect) == expected)
        }
    }

    @Test("After a flush: slow clients are blocked, and the last answer finishes the connection")
    func flushes() {
        var open = Self.machine()
        #expect(open.flushed(isWritable: true) == false)
        #expect(open.isServing)
        #expect(open.flushed(isWritable: false) == false)
        #expect(!open.isServing)
        var last = Self.machine(after: Self.last)
        #expect(last.flushed(isWritable: true) == true)
        var halfClosed = Self.machine(after: .needsMore)
        halfClosed.inputClosed()
        #expect(halfClosed.flushed(isWritable: true) == true)
        // Not before everything that came is answered and taken.
        var batched = Self.batched()
        batched.inputClosed()
        #expect(batched.flushed(isWritable: true) == false)
        var waiting = Self.machine(after: .pending(Self.need))
        waiting.inputClosed()
        #expect(waiting.flushed(isWritable: true) == false)
        var slow = Self.machine()
        slow.inputClosed()
        #expect(slow.flushed(isWritable: false) == false)
    }

    @Test("The end after the last answer, so that the client can read it")
    func finishes() {
        let rows: [(HTTP1ConnectionMachine, isInputClosed: Bool, isSent: Bool, HTTP1ConnectionMachine.Finish)] = [
            (Self.machine(after: Self.last), false, true, .close),
            (Self.machine(after: Self.last), false, false, .closeOutput),
            (Self.machine(after: Self.last, hasMore: true), false, true, .closeOutput),
            (Self.machine(after: .refused), false, true, .closeOutput),
            (Self.machine(after: .refused), true, true, .close),
            (Self.machine(after: Self.last), true, false, .closeWhenSent),
        ]
        for (number, row) in rows.enumerated() {
            var machine = row.0
            if row.isInputClosed { machine.inputClosed() }
            #expect(machine.finish(isSent: row.isSent, tick: 1) == row.3, "row \(number)")
        }
    }

    @Test("One connection too many is answered, before or after its handshake")
    func refuses() {
        #expect(Self.machine().activated() == .proceed)
        #expect(Self.machine(isRefused: true).activated() == .refuse)
        #expect(Self.machine(isEncrypted: true, isRefused: true, lingers: true).activated() == .proceed)
        #expect(Self.machine(isEncrypted: true, isRefused: true).activated() == .close)
        var encrypted = Self.machine(isEncrypted: true, isRefused: true, lingers: true)
        #expect(encrypted.handshakeCompleted(tick: 1) == .refuse)
        encrypted.refused()
        #expect(encrypted.flushed(isWritable: true) == true)
        #expect(encrypted.finish(isSent: true, tick: 1) == .closeOutput)
    }

    @Test("What is due at a tick")
    func ticks() {
        let (head, idle) = (Self.ticks.headerTimeout, Self.ticks.idleTimeout)
        let rows: [(HTTP1ConnectionMachine, Int, Ending, HTTP1ConnectionMachine.Due)] = [
            (Self.machine(), idle - 1, .none, .nothing), (Self.machine(), idle, .none, .close),
            (Self.machine(), 1, .closing, .nothing), (Self.machine(), 2, .closing, .close),
            (Self.machine(), 2, .announced, .nothing),
            (Self.machine(after: .needsMore), head - 1, .closing, .nothing),
            (Self.machine(after: .needsMore), head, .none, .refuseSlowRequest),
            (Self.blocked(), head - 1, .closing, .nothing), (Self.blocked(), head, .none, .close),
            (Self.machine(isEncrypted: true), head - 1, .none, .nothing),
            (Self.machine(isEncrypted: true), head, .none, .close),
            (Self.machine(isEncrypted: true), 0, .announced, .close),
            (Self.machine(after: .refused), Self.ticks.lingerTimeout - 1, .none, .nothing),
            (Self.machine(after: .refused), Self.ticks.lingerTimeout, .none, .close),
            (Self.closed(), 1 << 40, .closing, .nothing),
        ]
        for (number, row) in rows.enumerated() {
            #expect(row.0.due(at: row.1, Self.ticks, row.2) == row.3, "row \(number)")
        }
    }

    #if DEBUG
        @Test("Illegal moves trap in debug builds")
        func traps() async {
            await #expect(processExitsWith: .failure) {
                var machine = HTTP1ConnectionMachine(isEncrypted: false, isRefused: false, lingers: false, tick: 0)
                // Nothing is being served.
                _ = machine.processed(.answered(length: 1, .implied, declaresBody: false), hasMore: false, tick: 0)
            }
            await #expect(processExitsWith: .failure) {
                var machine = HTTP1ConnectionMachine(isEncrypted: false, isRefused: false, lingers: false, tick: 0)
                // Nothing waits.
                machine.resumed()
            }
            await #expect(processExitsWith: .failure) {
                var machine = HTTP1ConnectionMachine(isEncrypted: false, isRefused: false, lingers: false, tick: 0)
                machine.beginServing()
                _ = machine.processed(.refused, hasMore: false, tick: 0)
                // An answer after the last one.
                _ = machine.processed(.refused, hasMore: false, tick: 0)
            }
            await #expect(processExitsWith: .failure) {
                var machine = HTTP1ConnectionMachine(isEncrypted: false, isRefused: false, lingers: false, tick: 0)
                // The last answer is not there.
                _ = machine.finish(isSent: true, tick: 0)
            }
        }
    #endif
}
