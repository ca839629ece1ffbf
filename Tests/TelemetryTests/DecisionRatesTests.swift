import Authorization
import Telemetry
import Testing

@Suite("Rates of decisions")
struct DecisionRatesTests {
    @Test("Each decision counts for its answer, of every listener")
    func sums() {
        var counters = LoopCounters(listeners: 2)
        counters.countDecision(nil, listener: 0)
        counters.countDecision(nil, listener: 1)
        for reason in Reason.allCases { counters.countDecision(reason, listener: 1) }
        let answers = DecisionRates.Answers(counters)
        #expect(answers.allowed == 2)
        #expect(answers.unauthorized == 15)
        #expect(answers.forbidden == 5)
        #expect(answers.unavailable == 1)
    }

    @Test("The rate of an interval is its count divided by its length")
    func divides() {
        var rates = DecisionRates(at: 100)
        var answers = DecisionRates.Answers()
        answers.allowed = 10
        rates.record(answers, at: 102)
        answers.allowed = 13
        answers.forbidden = 6
        rates.record(answers, at: 105)
        #expect(rates.rates.map(\.allowed) == [5, 1])
        #expect(rates.rates.map(\.forbidden) == [0, 2])
        rates.record(answers, at: 105)
        #expect(rates.rates.count == 2)
    }

    @Test("The oldest are forgotten")
    func forgets() {
        var rates = DecisionRates(at: 0)
        var answers = DecisionRates.Answers()
        for second in 1...(DecisionRates.capacity + 10) {
            answers.allowed += Double(second)
            rates.record(answers, at: Double(second))
        }
        #expect(rates.rates.count == DecisionRates.capacity)
        #expect(rates.rates.first?.allowed == 11)
        #expect(rates.rates.last?.allowed == Double(DecisionRates.capacity + 10))
    }
}
