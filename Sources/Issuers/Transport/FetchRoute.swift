/// What a fetch used beside the server itself, for messages about its failure.
struct FetchRoute: Sendable {
    /// Nil without a proxy.
    var proxy: HTTPSProxy?
    /// The files of the trusted CA certificates; nil without TLS.
    var trust: String?
}
