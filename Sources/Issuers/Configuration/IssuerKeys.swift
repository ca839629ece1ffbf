package import Authorization

/// One issuer and the source of its keys.
package struct IssuerKeys: Sendable, Equatable {
    /// The issuer's name, which a discovery document must repeat.
    package var issuer: String
    /// Where the keys come from.
    package var source: KeySource
    /// A PEM file of CA certificates that fetches trust in addition to the system's; nil for none.
    package var caFile: String?
    /// Headers of requests to the scheme, host and port of ``source``, and to no other.
    package var headers: [FetchHeader]
    /// What missing keys of this issuer mean for the readiness of the service.
    package var readiness: IssuerReadiness

    /// An issuer with the source of its keys.
    package init(
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

    /// Whether keys fetched for the other issuer are valid for this one: the same name, source and trust.
    func hasSameKeys(as other: IssuerKeys) -> Bool {
        issuer.utf8.elementsEqual(other.issuer.utf8) && source == other.source && caFile == other.caFile
    }
}
