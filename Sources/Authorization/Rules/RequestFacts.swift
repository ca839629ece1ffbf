/// The parts of a request that rules match.
struct RequestFacts: OptionSet, Sendable {
    let rawValue: UInt8

    static let host = RequestFacts(rawValue: 1)
    static let method = RequestFacts(rawValue: 2)
    static let path = RequestFacts(rawValue: 4)
}
