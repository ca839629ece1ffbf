public import Authorization

/// One issuer, as the key engine sees it.
public struct IssuerKeys: Sendable, Equatable {
    /// The issuer's name, which a discovery document must repeat.
    public var issuer: String
    public var source: KeySource
    /// A PEM file of certificate authorities that are trusted for fetching, beside the system's; nil for none.
    public var caFile: String?
    /// Sent along with requests to the scheme, host and port of ``source``, and to no other.
    public var headers: [FetchHeader]
    /// What it means for the service when there are no keys.
    public var readiness: IssuerReadiness

    public init(
        issuer: String,
        source: KeySource,
        caFile: String? = nil,
        headers: [FetchHeader] = [],
        readiness: IssuerReadiness = .optional
    ) {
        self.issuer = issuer
        self.source = source
        self.caFile = caFile
        self.headers = headers
        self.readiness = readiness
    }

    /// Whether keys that were fetched for the other are this one's too: the same issuer, source and trust.
    func hasSameKeys(as other: IssuerKeys) -> Bool {
        issuer.utf8.elementsEqual(other.issuer.utf8) && source == other.source && caFile == other.caFile
    }
}
