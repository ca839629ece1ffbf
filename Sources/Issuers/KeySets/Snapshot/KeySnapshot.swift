import FoundationEssentials

/// The last good set of one issuer, as it is kept on disk.
struct KeySnapshot: Codable, Sendable, Equatable {
    static let currentVersion = 1

    var version = Self.currentVersion
    var issuer: String
    /// What the configuration says about where the keys are; a snapshot of another source is of no use.
    var source: String
    /// Where the set was fetched from.
    var url: String
    /// When it was last fetched or confirmed, in Unix seconds.
    var goodAt: Double
    /// The answer's max-age in seconds.
    var maxAge: Double?
    var validators: Validators?
    /// The set's text, byte by byte: it is UTF-8, or it would not have been parsed.
    var jwks: String

    init(issuer: IssuerKeys, keys: HeldKeys, goodAt: Double, maxAge: Double?) {
        self.issuer = issuer.issuer
        source = Self.source(of: issuer)
        url = keys.url
        self.goodAt = goodAt
        self.maxAge = maxAge
        validators = keys.validators
        jwks = String(decoding: keys.bytes, as: UTF8.self)
    }

    /// Whether the snapshot is of this issuer and its present source, code point by code point.
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
