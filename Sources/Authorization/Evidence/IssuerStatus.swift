public import JOSE

/// Everything about one issuer's keys that an operator may want to see.
public struct IssuerStatus: Sendable {
    /// How the keys' URL is known.
    public enum Origin: String, Sendable {
        /// `jwks` in the configuration.
        case configured
        /// A discovery document names it.
        case discovery
        /// `jwks: file:` in the configuration.
        case file
    }

    /// One usable key, without its material.
    public struct Key: Sendable, Equatable {
        public let keyID: String?
        public let algorithms: AlgorithmSet
        /// The key's kind for people, such as `RSA 2048`.
        public let summary: String

        package init(keyID: String?, algorithms: AlgorithmSet, summary: String) {
            self.keyID = keyID
            self.algorithms = algorithms
            self.summary = summary
        }
    }

    public let issuer: String
    public let state: KeyState
    /// What it means for the service when there are no keys.
    public let readiness: IssuerReadiness
    public let origin: Origin
    /// The URL or path that the operator wrote, or the discovery URL that follows from the issuer.
    public let source: String
    /// Where the keys come from in the end; nil while discovery has not told.
    public let keysURL: String?
    /// The number of the set in use; 0 without one.
    public let generation: UInt64
    /// The keys in use; empty when there are none, or none young enough.
    public let keys: [Key]
    /// The keys that cannot be used: of the set in use, or of the latest answer when there is none in use.
    public let rejections: [KeyRejection]
    public let warnings: [String]
    /// When the set was last fetched or confirmed, in Unix time.
    public let lastSuccess: Double?
    /// How many seconds the set is fresh from then on; nil for files and without a set.
    public let freshnessLifetime: Double?
    /// The max-age of the answer that brought or confirmed the set, in seconds; it may be infinite.
    public let maxAge: Double?
    /// When the schedule fetches next, in Unix time; nil for files, and while a fetch is under way.
    public let nextRefresh: Double?
    /// Why the latest fetch failed; nil when it did not.
    public let lastError: String?
    /// The HTTP status that the latest fetch ended with; nil for files, and when there was no answer.
    public let lastStatus: Int?
    /// How many fetches have ended, for this issuer's whole time in the process.
    public let fetches: UInt64
    /// How many of them failed.
    public let failures: UInt64

    package init(
        issuer: String,
        state: KeyState,
        readiness: IssuerReadiness,
        origin: Origin,
        source: String,
        keysURL: String?,
        generation: UInt64,
        keys: [Key],
        rejections: [KeyRejection],
        warnings: [String],
        lastSuccess: Double?,
        freshnessLifetime: Double?,
        maxAge: Double?,
        nextRefresh: Double?,
        lastError: String?,
        lastStatus: Int?,
        fetches: UInt64,
        failures: UInt64
    ) {
        self.issuer = issuer
        self.state = state
        self.readiness = readiness
        self.origin = origin
        self.source = source
        self.keysURL = keysURL
        self.generation = generation
        self.keys = keys
        self.rejections = rejections
        self.warnings = warnings
        self.lastSuccess = lastSuccess
        self.freshnessLifetime = freshnessLifetime
        self.maxAge = maxAge
        self.nextRefresh = nextRefresh
        self.lastError = lastError
        self.lastStatus = lastStatus
        self.fetches = fetches
        self.failures = failures
    }
}
