/// Finds the token of a request in the places that the operator listed.
struct TokenFinder {
    enum Finding: Equatable {
        case missing
        case ambiguous
        /// A place has something that should lead to a token, and does not.
        case malformed
        /// The token is in the request's own bytes.
        case inRequest(Range<Int>)
        /// The token had to be decoded or joined, and is in ``decoded``.
        case inDecoded(Range<Int>)
    }

    private let places: [TokenPlace]
    /// Tokens that are not in the request as they are; kept for reuse.
    private(set) var decoded: [UInt8] = []

    init(_ sources: [TokenSource]) {
        places = sources.map(TokenPlace.init)
    }

    /// Looks in every place: the same token in several is one token, different ones are ambiguous.
    mutating func find(_ request: borrowing Subrequest, in bytes: Span<UInt8>) -> Finding {
        decoded.removeAll(keepingCapacity: true)
        var finding = Finding.missing
        for place in places {
            let other: Finding
            switch place.look(in: request, bytes) {
            case .nothing: continue
            case .several: return .ambiguous
            case .malformed: return .malformed
            case .one(let range): other = .inRequest(range)
            case .decoded(let text):
                other = .inDecoded(decoded.count..<decoded.count + text.count)
                decoded += text
            }
            if finding == .missing {
                finding = other
            } else if !isSame(finding, other, bytes) {
                return .ambiguous
            }
        }
        return finding
    }

    private func isSame(_ first: Finding, _ second: Finding, _ bytes: Span<UInt8>) -> Bool {
        let texts = (text(first, bytes), text(second, bytes))
        return texts.0 == texts.1
    }

    private func text(_ finding: Finding, _ bytes: Span<UInt8>) -> [UInt8] {
        switch finding {
        case .inRequest(let range): range.map { bytes[$0] }
        case .inDecoded(let range): Array(decoded[range])
        case .missing, .ambiguous, .malformed: []
        }
    }
}
