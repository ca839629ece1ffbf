import Authorization
import Gateway
import Settings

/// Maximum sizes of requests and responses, in bytes.
struct SnippetSizes {
    /// The maximum request head that Postern reads.
    let requestHead: Int
    /// The maximum line of a request: a header with a token.
    let requestLine: Int
    /// The claim header lines of a response.
    let claimHeaders: Int
    /// The maximum head of a response.
    let answerHead: Int

    init(_ configuration: Configuration) {
        let authorization = configuration.authorization
        requestHead = configuration.limits.headerBlock
        // Space for a scheme before the token, or for other cookies.
        requestLine = authorization.tokenLimit + 1024
        claimHeaders = authorization.responseHeadersLimit
        let challenge = authorization.challenge
        let rules = authorization.rules + authorization.policies.values.flatMap(\.self)
        let scopes = rules.map { $0.requirement?.scopes.joined(separator: " ").utf8.count ?? 0 }.max() ?? 0
        let metadata = ([challenge.resourceMetadata] + rules.map(\.resourceMetadata)).map { $0?.utf8.count ?? 0 }
        let parameters = (challenge.realm ?? "").utf8.count + (metadata.max() ?? 0) + scopes
        // A response never has both claims and a challenge; the rest is the status line and a few short headers.
        answerHead = max(claimHeaders, parameters + 256) + 512
    }

    /// A size rounded up to a multiple of 4 KiB.
    static func pages(_ bytes: Int) -> Int {
        (bytes + 4095) / 4096 * 4096
    }
}
