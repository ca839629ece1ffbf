/// Finds the token of a request in the places that the operator listed.
struct TokenFinder {
    enum Finding: Equatable {
        case missing
        case ambiguous
        /// The token stands in the request's own bytes.
        case inRequest(Range<Int>)
        /// The token had to be decoded and stands in ``decoded``.
        case inDecoded
    }

    private let places: [TokenPlace]
    /// A token that was percent-decoded; kept for reuse.
    private(set) var decoded: [UInt8] = []

    init(_ sources: [TokenSource]) {
        places = sources.map(TokenPlace.init)
    }

    /// Looks in every place: the same token in several is one token, different ones are ambiguous.
    mutating func find(_ request: borrowing Subrequest, in bytes: Span<UInt8>) -> Finding {
        var token: TokenPlace.Content?
        for place in places {
            switch place.look(in: request, bytes) {
            case .nothing: continue
            case .several: return .ambiguous
            case .one(let content):
                guard let earlier = token else {
                    token = content
                    continue
                }
                guard earlier.isSame(as: content, in: bytes) else { return .ambiguous }
            }
        }
        guard let token else { return .missing }
        guard token.isEncoded else { return .inRequest(token.range) }
        decoded.removeAll(keepingCapacity: true)
        var reader = token.reader
        while let byte = reader.next(in: bytes) { decoded.append(byte) }
        return .inDecoded
    }
}
