public import JOSE

/// The status of one issuer's keys, for operators.
public struct IssuerStatus: Sendable {
    /// How the keys' URL is determined.
    public enum Origin: String, Sendable {
        /// `jwks` in the configuration.
        case configured
        /// The issuer's discovery document.
        case discovery
        /// `jwks: file:` in the configuration.
        case file
    }

    /// One usable key, without its key material.
    public struct Key: Sendable, Equatable {
        /// The key's `kid`; nil when it has none.
        public let keyID: String?
        /// The algorithms that the key verifies.
        public let algorithms: AlgorithmSet
        /// The key's type and size, such as `RSA 2048`.
        public let summary: String

        /// Describes a key.
        package init(keyID: String?, algorithms: AlgorithmSet, summary: String) {
            self.keyID = keyID
            self.algorithms = algorithms
            self.summary = summary
        }
    }

    /// The exact value of `iss`.
    public let issuer: String
    /// The state of the keys.
    public let state: KeyState
    /// Whether the service is ready without the keys.
    public let readiness: IssuerReadiness
    /// How the keys' URL is determined.
    public let origin: Origin
    /// The configured URL or path, or the discovery URL derived from the issuer.
    public let source: String
    /// The URL of the keys; nil until discovery has found it.
    public let keysURL: String?
    /// The generation of the set in use; 0 without one.
    public let generation: UInt64
    /// The keys in use; empty when there are none or they have expired.
    public let keys: [Key]
    /// The rejected keys of the set in use, or of the last response without one.
    public let rejections: [KeyRejection]
    /// Warnings about the set in use.
    public let warnings: [String]
    /// When the set was last fetched or confirmed, in Unix time.
    public let lastSuccess: Double?
    /// The freshness lifetime of the set, in seconds; nil for files and without a set.
    public let freshnessLifetime: Double?
    /// The `max-age` of the response that delivered or confirmed the set, in seconds; it may be infinite.
    public let maxAge: Double?
    /// When the next fetch is due, in Unix time; nil for files and during a fetch.
    public let nextRefresh: Double?
    /// Why the last fetch failed; nil when it succeeded.
    public let lastError: String?
    /// The HTTP status of the last fetch; nil for files and without a response.
    public let lastStatus: Int?
    /// The number of fetches of this issuer since the process started.
    public let fetches: UInt64
    /// The number of failed fetches.
    public let failures: UInt64

    /// Creates a status.
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
