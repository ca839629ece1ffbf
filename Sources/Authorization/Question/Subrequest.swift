/// The question of a decision: the original request, as ranges of the bytes of the proxy's request.
public struct Subrequest: Sendable, Equatable {
    /// The original request's target.
    public enum Target: Sendable, Equatable {
        /// The proxy sent none.
        case absent
        /// The proxy sent more than one, or a malformed one.
        case ambiguous
        /// The path lacks the listener's `path_prefix`, so the request was not meant for it.
        case missingPathPrefix
        /// Path and query in origin form (RFC 9112 section 3.2.1), not yet checked.
        case origin(Range<Int>)
    }

    /// The policy that decides.
    public enum PolicyReference: Sendable, Equatable {
        /// The default policy.
        case byDefault
        /// A named policy; the range is its name.
        case named(Range<Int>)
    }

    /// The original method; nil when unknown.
    public var method: Range<Int>?
    /// The original host, perhaps with a port; nil when unknown.
    public var host: Range<Int>?
    /// The original target.
    public var target: Target
    /// The policy that decides.
    public var policy: PolicyReference
    /// All header fields in order, for token sources.
    public var fields: [HeaderField]
    /// Whether ``fields`` has the client's header fields as the application receives them.
    ///
    /// True for Envoy and the forwarded dialects, if their operators forward headers. nginx drops names with underscores
    /// before the application sees them, so that an alias is harmless there.
    public var showsClientHeaders: Bool

    /// Creates a request.
    public init(
        method: Range<Int>? = nil,
        host: Range<Int>? = nil,
        target: Target = .absent,
        policy: PolicyReference = .byDefault,
        fields: [HeaderField] = [],
        showsClientHeaders: Bool = false
    ) {
        self.method = method
        self.host = host
        self.target = target
        self.policy = policy
        self.fields = fields
        self.showsClientHeaders = showsClientHeaders
    }
}
