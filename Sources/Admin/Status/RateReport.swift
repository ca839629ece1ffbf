import Telemetry

/// Decisions per second in recent intervals, the oldest first, in `/status.json`.
struct RateReport: Encodable {
    /// The length of an interval.
    var seconds = DecisionRates.span
    /// The maximum number of intervals.
    var most = DecisionRates.capacity
    var allowed: [Double]
    var unauthorized: [Double]
    var forbidden: [Double]
    var unavailable: [Double]

    init(_ rates: DecisionRates) {
        func series(_ answer: (DecisionRates.Answers) -> Double) -> [Double] {
            rates.rates.map { (answer($0) * 10).rounded() / 10 }
        }
        allowed = series(\.allowed)
        unauthorized = series(\.unauthorized)
        forbidden = series(\.forbidden)
        unavailable = series(\.unavailable)
    }
}
