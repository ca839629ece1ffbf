/// One issuer, as the key engine sees it.
public struct IssuerKeys: Sendable, Equatable {
    /// The issuer's name, which a discovery document must repeat.
    public var issuer: String
    public var source: KeySource
    /// A PEM file of certificate authorities that are trusted for fetching, beside the system's; nil for none.
    public var caFile: String?

    public init(issuer: String, source: KeySource, caFile: String? = nil) {
        self.issuer = issuer
        self.source = source
        self.caFile = caFile
    }
}
