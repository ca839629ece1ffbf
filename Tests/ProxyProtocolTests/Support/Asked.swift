import Authorization
import Testing

@testable import ProxyProtocol

/// What a dialect read from a request, as texts.
struct Asked: Equatable, Sendable {
    enum Target: Equatable, Sendable {
        case absent
        case ambiguous
        case missingPathPrefix
        case origin(String)
    }

    var method: String?
    var host: String?
    var target: Target
    var policy: String?

    init(method: String? = nil, host: String? = nil, target: Target, policy: String? = nil) {
        self.method = method
        self.host = host
        self.target = target
        self.policy = policy
    }

    static let ambiguous = Asked(target: .ambiguous)

    /// Reads a good request head in a dialect.
    init(_ dialect: Dialect, _ bytes: [UInt8]) throws {
        var parser = RequestHeadParser()
        try #require(parser.parse(bytes.span, limits: ParsedHead.limits) == .head(length: bytes.count))
        // What an earlier request left must not shine through.
        var subrequest = Subrequest(method: 0..<3, host: 0..<3, target: .origin(0..<3), policy: .named(0..<3))
        dialect.read(parser.head, in: bytes.span, into: &subrequest)
        method = subrequest.method.map { ParsedHead.text(bytes, $0) }
        host = subrequest.host.map { ParsedHead.text(bytes, $0) }
        switch subrequest.target {
        case .absent: target = .absent
        case .ambiguous: target = .ambiguous
        case .missingPathPrefix: target = .missingPathPrefix
        case .origin(let range): target = .origin(ParsedHead.text(bytes, range))
        }
        if case .named(let range) = subrequest.policy { policy = ParsedHead.text(bytes, range) }
    }
}
