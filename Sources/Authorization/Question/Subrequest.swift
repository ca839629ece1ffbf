/// What a proxy asks about: the original request, as offsets into the bytes of the proxy's own request.
public struct Subrequest: Sendable, Equatable {
    /// Where the original request's target stands.
    public enum Target: Sendable, Equatable {
        /// The proxy sent none.
        case absent
        /// More than one was sent, or one that is not in its form.
        case ambiguous
        /// The question lacks the prefix of this listener's questions, so it was never meant for it.
        case missingPathPrefix
        /// Path and query in origin form (RFC 9112 section 3.2.1), not yet checked.
        case origin(Range<Int>)
    }

    /// Which policy judges.
    public enum PolicyReference: Sendable, Equatable {
        case byDefault
        /// The name's place in the bytes.
        case named(Range<Int>)
    }

    /// The original method; nil when unknown.
    public var method: Range<Int>?
    /// The original host, perhaps with a port; nil when unknown.
    public var host: Range<Int>?
    public var target: Target
    public var policy: PolicyReference
    /// Every header field, in order; token sources look here.
    public var fields: [HeaderField]
    /// Whether ``fields`` has the client's own fields as the application will get them.
    ///
    /// So it is for Envoy and the forwarded dialects, as far as their operators pass headers on. nginx drops names with
    /// underscores before the application sees them, so that an alias there does no harm.
    public var showsClientHeaders: Bool

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
