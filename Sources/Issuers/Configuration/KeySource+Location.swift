import Authorization

extension KeySource {
    /// The URL or path from the configuration, or derived from the issuer.
    var location: String {
        switch self {
        case .url(let url), .discovery(let url): url
        case .file(let path): path
        }
    }

    var origin: IssuerStatus.Origin {
        switch self {
        case .url: .configured
        case .discovery: .discovery
        case .file: .file
        }
    }
}
