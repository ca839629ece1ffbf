/// One line of a policy: which requests it covers, and what they need.
public struct Rule: Sendable, Equatable {
    /// What a covered request needs.
    public enum Access: String, Sendable, Equatable, CaseIterable {
        /// Tokens are not looked at; claim headers are sent empty.
        case anonymous
        /// No token passes with empty claim headers, a bad one is refused.
        case optional
        /// A valid token, and the rule's requirement if it has one.
        case authenticated
        /// Nobody passes.
        case denied
    }

    /// How logs and `explain` call the rule, such as `rules[2]` or `policies.internal.rules[0]`.
    public var label: String
    /// Path patterns, any-of; nil covers every path.
    ///
    /// See ``PathPattern``.
    public var paths: [PathPattern]?
    /// Methods, any-of, `GET` covering `HEAD`; nil covers every method.
    public var methods: [String]?
    /// Host names without port, any-of, compared without case; nil covers every host.
    public var hosts: [String]?
    public var access: Access
    /// What a valid token must bring beyond being valid; only with ``Access/authenticated``.
    public var requirement: Requirement?
    /// The URL of the protected resource metadata in this rule's challenges; nil takes the general one (RFC 9728).
    ///
    /// Visible ASCII.
    public var resourceMetadata: String?

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

    /// Whether the rule covers every request, so that rules after it can never decide.
    public var coversEverything: Bool {
        paths == nil && methods == nil && hosts == nil
    }
}
