/// What a fetch depended on beside the server itself, for messages about its failure.
struct FetchRoute: Sendable {
    /// Nil when the server was asked directly.
    var proxy: HTTPSProxy?
    /// Where the trusted authorities are; nil without TLS.
    var trust: String?
}
