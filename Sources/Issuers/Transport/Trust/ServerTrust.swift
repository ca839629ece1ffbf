import NIOSSL

/// Which servers a fetch trusts.
struct ServerTrust: Sendable {
    let configuration: TLSConfiguration
    /// Where the authorities are, for messages.
    let name: String
}

extension TrustStore {
    /// The authorities for a fetch, read anew for each, so that a renewed file needs no reload.
    ///
    /// - Returns: nil for a URL without TLS.
    /// - Throws: ``FetchError`` when `caFile` is of no use, or there is no authority at all.
    func trust(for url: KeyURL, _ caFile: String?) throws(FetchError) -> ServerTrust? {
        let own = try caFile.map { path throws(FetchError) in try AuthorityFile.certificates(in: path) } ?? []
        guard url.isHTTPS else { return nil }
        let system = content()
        guard !system.certificates.isEmpty || !own.isEmpty else { throw noAuthorities(system) }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(system.certificates)
        if !own.isEmpty { configuration.additionalTrustRoots = [.certificates(own)] }
        let names = [system.name, caFile.map { "\($0) (`ca_file`)" }].compactMap { $0 }
        return ServerTrust(configuration: configuration, name: names.joined(separator: " and "))
    }

    private func noAuthorities(_ found: Content) -> FetchError {
        let advice = "install the system's certificates (ca-certificates), set SSL_CERT_FILE, or name a `ca_file`"
        guard found.problems.isEmpty else {
            return FetchError(
                "TLS: there is no CA certificate to trust (\(found.problems.joined(separator: ", "))); \(advice)"
            )
        }
        return FetchError("TLS: there is no CA certificate to trust in any of \(places.names); \(advice)")
    }
}
