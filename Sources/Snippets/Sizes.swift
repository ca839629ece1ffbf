import Authorization
import Gateway
import Settings

/// How large requests and answers can be, in bytes.
struct Sizes {
    /// The largest request head that Postern reads.
    let requestHead: Int
    /// The longest line of a request: a header with a token.
    let requestLine: Int
    /// The claim header lines of an answer.
    let claimHeaders: Int
    /// The largest head of an answer.
    let answerHead: Int

    init(_ configuration: Configuration) {
        let authorization = configuration.authorization
        requestHead = configuration.limits.headerBlock
        // The token stands beside a scheme, or between other cookies.
        requestLine = authorization.tokenLimit + 1024
        claimHeaders = authorization.responseHeadersLimit
        let challenge = authorization.challenge
        let rules = authorization.rules + authorization.policies.values.flatMap(\.self)
        let scopes = rules.map { $0.requirement?.scopes.joined(separator: " ").utf8.count ?? 0 }.max() ?? 0
        let metadata = ([challenge.resourceMetadata] + rules.map(\.resourceMetadata)).map { $0?.utf8.count ?? 0 }
        let parameters = (challenge.realm ?? "").utf8.count + (metadata.max() ?? 0) + scopes
        // Claims and challenge never stand in one answer; beside them are the status line and a few short headers.
        answerHead = max(claimHeaders, parameters + 256) + 512
    }

    /// A size in whole pages, as a multiple of 4 KiB.
    static func pages(_ bytes: Int) -> Int {
        (bytes + 4095) / 4096 * 4096
    }
}
