import NIOSSL

/// The CA certificates that a fetch trusts.
struct ServerTrust: Sendable {
    let configuration: TLSConfiguration
    /// The files of the certificates, for messages.
    let name: String
}

extension TrustStore {
    /// The CA certificates for a fetch, read each time, so that a renewed file needs no reload.
    ///
    /// - Returns: nil for a URL without TLS.
    /// - Throws: ``FetchError`` when `caFile` cannot be used, or there is no CA certificate at all.
    func trust(for url: KeyURL, _ caFile: String?) throws(FetchError) -> ServerTrust? {
        let own = try caFile.map { path throws(FetchError) in try CACertificateFile.certificates(in: path) } ?? []
        guard url.isHTTPS else { return nil }
        let system = content()
        guard !system.certificates.isEmpty || !own.isEmpty else { throw noCACertificates(system) }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(system.certificates)
        if !own.isEmpty { configuration.additionalTrustRoots = [.certificates(own)] }
        let names = [system.name, caFile.map { "\($0) (`ca_file`)" }].compactMap { $0 }
        return ServerTrust(configuration: configuration, name: names.joined(separator: " and "))
    }

    private func noCACertificates(_ found: Content) -> FetchError {
        let advice = "install the system's certificates (ca-certificates), set SSL_CERT_FILE, or name a `ca_file`"
        guard found.problems.isEmpty else {
            return FetchError(
                "TLS: there is no CA certificate to trust (\(found.problems.joined(separator: ", "))); \(advice)"
            )
        }
        return FetchError("TLS: there is no CA certificate to trust in any of \(paths.names); \(advice)")
    }
}
