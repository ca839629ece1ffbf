import Telemetry

/// Decisions a second in the latest spans, the oldest first, in `/status.json`.
struct RateReport: Encodable {
    /// The length of a span.
    var seconds = DecisionRates.span
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
