/// One rule of a policy: which requests it matches, and what they require.
public struct Rule: Sendable, Equatable {
    /// What a matched request requires.
    public enum Access: String, Sendable, Equatable, CaseIterable {
        /// No token: tokens are ignored, and claim headers are empty.
        case anonymous
        /// A valid token or none: without one, claim headers are empty; an invalid one is refused.
        case optional
        /// A valid token that meets the rule's requirement, if it has one.
        case authenticated
        /// The request is always denied.
        case denied
    }

    /// The rule's name in logs and `explain`, such as `rules[2]` or `policies.internal.rules[0]`.
    public var label: String
    /// Path patterns of which one must match; nil matches every path.
    ///
    /// See ``PathPattern``.
    public var paths: [PathPattern]?
    /// The methods that match, `GET` including `HEAD`; nil matches every method.
    public var methods: [String]?
    /// Host names without port that match, compared without case; nil matches every host.
    public var hosts: [String]?
    /// What a matched request requires.
    public var access: Access
    /// What a token must have in addition to being valid; only with ``Access/authenticated``.
    public var requirement: Requirement?
    /// The URL of the protected resource metadata in this rule's challenges; nil uses the general one (RFC 9728).
    ///
    /// Visible ASCII.
    public var resourceMetadata: String?

    /// Creates a rule.
    public init(
        label: String,
        paths: [PathPattern]? = nil,
        methods: [String]? = nil,
        hosts: [String]? = nil,
        access: Access = .authenticated,
        requirement: Requirement? = nil,
        resourceMetadata: String? = nil
    ) {
        self.label = label
        self.paths = paths
        self.methods = methods
        self.hosts = hosts
        self.access = access
        self.requirement = requirement
        self.resourceMetadata = resourceMetadata
    }

    /// Whether the rule matches every request, so that later rules never decide.
    public var coversEverything: Bool {
        paths == nil && methods == nil && hosts == nil
    }
}
