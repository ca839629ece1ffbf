/// Finds the token of a request in the configured sources.
struct TokenFinder {
    /// Where the token is.
    enum Result: Equatable {
        case missing
        case ambiguous
        /// A source has a value that should contain a token but does not.
        case malformed
        /// The token is a range of the request's bytes.
        case inRequest(Range<Int>)
        /// The token was decoded or joined; it is a range of ``decoded``.
        case inDecoded(Range<Int>)
    }

    private let sources: [CompiledTokenSource]
    /// Tokens that were decoded or joined; kept for reuse.
    private(set) var decoded: [UInt8] = []

    init(_ sources: [TokenSource]) {
        self.sources = sources.map(CompiledTokenSource.init)
    }

    /// Looks in every source: the same token in several is one token, different ones are ambiguous.
    mutating func find(_ request: borrowing Subrequest, in bytes: Span<UInt8>) -> Result {
        decoded.removeAll(keepingCapacity: true)
        var result = Result.missing
        for source in sources {
            let other: Result
            switch source.look(in: request, bytes) {
            case .nothing: continue
            case .several: return .ambiguous
            case .malformed: return .malformed
            case .one(let range): other = .inRequest(range)
            case .decoded(let text):
                other = .inDecoded(decoded.count..<decoded.count + text.count)
                decoded += text
            }
            if result == .missing {
                result = other
            } else if !isSame(result, other, bytes) {
                return .ambiguous
            }
        }
        return result
    }

    private func isSame(_ first: Result, _ second: Result, _ bytes: Span<UInt8>) -> Bool {
        let texts = (text(first, bytes), text(second, bytes))
        return texts.0 == texts.1
    }

    private func text(_ result: Result, _ bytes: Span<UInt8>) -> [UInt8] {
        switch result {
        case .inRequest(let range): range.map { bytes[$0] }
        case .inDecoded(let range): Array(decoded[range])
        case .missing, .ambiguous, .malformed: []
        }
    }
}
