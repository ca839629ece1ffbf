import FoundationEssentials

/// The last valid key set of one issuer, as stored on disk.
struct KeySnapshot: Codable, Sendable, Equatable {
    static let currentVersion = 1

    var version = Self.currentVersion
    var issuer: String
    /// The configured source of the keys; a snapshot of another source is not used.
    var source: String
    /// The URL that the set was fetched from.
    var url: String
    /// Unix time of the last successful fetch or confirmation, in seconds.
    var lastSuccess: Double
    /// The response's max-age in seconds.
    var maxAge: Double?
    var validators: Validators?
    /// The text of the set, byte for byte; valid UTF-8, because it has been parsed.
    var jwks: String

    /// `goodAt` is the name in files that earlier versions wrote.
    private enum CodingKeys: String, CodingKey {
        case version, issuer, source, url
        case lastSuccess = "goodAt"
        case maxAge, validators, jwks
    }

    init(issuer: IssuerKeys, keys: CurrentKeySet, lastSuccess: Double, maxAge: Double?) {
        self.issuer = issuer.issuer
        source = Self.source(of: issuer)
        url = keys.url
        self.lastSuccess = lastSuccess
        self.maxAge = maxAge
        validators = keys.validators
        jwks = String(decoding: keys.bytes, as: UTF8.self)
    }

    /// Whether the snapshot is for this issuer and its current source, compared by code point.
    func belongs(to issuer: IssuerKeys) -> Bool {
        self.issuer.utf8.elementsEqual(issuer.issuer.utf8) && source.utf8.elementsEqual(Self.source(of: issuer).utf8)
    }

    private static func source(of issuer: IssuerKeys) -> String {
        switch issuer.source {
        case .url(let url): "jwks \(url)"
        case .discovery(let url): "discovery \(url)"
        case .file(let path): "file \(path)"
        }
    }
}
