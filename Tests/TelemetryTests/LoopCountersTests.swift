import Authorization
import Telemetry
import Testing

@Suite("Counters of a loop")
struct LoopCountersTests {
    @Test("A reason's ordinal is its place among all reasons")
    func ordinals() {
        #expect(Reason.allCases.map(\.ordinal) == Array(Reason.allCases.indices))
    }

    @Test("Each outcome of each listener has a place of its own")
    func separates() {
        var counters = LoopCounters(listeners: 3)
        let outcomes: [Reason?] = [nil] + Reason.allCases
        for listener in 0..<3 {
            for (index, outcome) in outcomes.enumerated() {
                for _ in 0..<(listener * 100 + index) { counters.countDecision(outcome, listener: listener) }
            }
        }
        for listener in 0..<3 {
            for (index, outcome) in outcomes.enumerated() {
                #expect(counters.decisions(outcome, listener: listener) == listener * 100 + index)
            }
        }
    }

    @Test("Adding adds everything")
    func adds() {
        var one = LoopCounters(listeners: 2)
        one.countDecision(nil, listener: 0)
        one.countDecision(.keyUnknown, listener: 1)
        one.connectionsAccepted = 1
        one.connectionsRefused = 2
        one.connectionsOpen = 3
        one.malformedRequests = 4
        one.oversizedRequests = 5
        one.slowRequests = 6
        one.parkedRequests = 7
        one.parkedRequestsTotal = 8
        one.overloadRefusals = 14
        one.durations.count(3, taking: 9e-6)
        one.cacheHits = 9
        one.cacheMisses = 10
        one.cachedTokens = 11
        one.cachedBytes = 12
        one.refusalsNotLogged = 13
        var sum = one
        sum.add(one)
        #expect(sum.decisions(nil, listener: 0) == 2)
        #expect(sum.decisions(.keyUnknown, listener: 1) == 2)
        #expect(sum.decisions(.keyUnknown, listener: 0) == 0)
        #expect(sum.connectionsAccepted == 2)
        #expect(sum.connectionsRefused == 4)
        #expect(sum.connectionsOpen == 6)
        #expect(sum.malformedRequests == 8)
        #expect(sum.oversizedRequests == 10)
        #expect(sum.slowRequests == 12)
        #expect(sum.parkedRequests == 14)
        #expect(sum.parkedRequestsTotal == 16)
        #expect(sum.overloadRefusals == 28)
        #expect(sum.durations.total == 6)
        #expect(sum.cacheHits == 18)
        #expect(sum.cacheMisses == 20)
        #expect(sum.cachedTokens == 22)
        #expect(sum.cachedBytes == 24)
        #expect(sum.refusalsNotLogged == 26)
    }
}
