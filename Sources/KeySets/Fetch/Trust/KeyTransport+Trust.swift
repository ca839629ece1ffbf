import NIOSSL

extension KeyTransport {
    /// Whom a fetch trusts.
    struct Trust: Sendable {
        let configuration: TLSConfiguration
        /// Where the authorities are, for messages.
        let name: String
    }

    private static let mostBytesOfAuthorities = 8 << 20

    /// The authorities for a fetch, read anew for each, so that a renewed file needs no reload.
    ///
    /// - Returns: nil for a URL without TLS.
    /// - Throws: ``FetchError`` when `caFile` is of no use, or there is no authority at all.
    func trust(for url: KeyURL, _ caFile: String?) throws(FetchError) -> Trust? {
        let own = try caFile.map { path throws(FetchError) in try Self.authorities(in: path) } ?? []
        guard url.isHTTPS else { return nil }
        let system = trustStore.content()
        guard !system.certificates.isEmpty || !own.isEmpty else { throw Self.noAuthorities(system, places) }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(system.certificates)
        if !own.isEmpty { configuration.additionalTrustRoots = [.certificates(own)] }
        let names = [system.name, caFile.map { "\($0) (`ca_file`)" }].compactMap { $0 }
        return Trust(configuration: configuration, name: names.joined(separator: " and "))
    }

    private static func noAuthorities(_ found: TrustStore.Content, _ places: TrustStorePlaces) -> FetchError {
        let advice = "install the system's certificates (ca-certificates), set SSL_CERT_FILE, or name a `ca_file`"
        guard found.problems.isEmpty else {
            return FetchError(
                "TLS: there is no CA certificate to trust (\(found.problems.joined(separator: ", "))); \(advice)"
            )
        }
        return FetchError("TLS: there is no CA certificate to trust in any of \(places.names); \(advice)")
    }

    /// The certificates of a `ca_file`.
    ///
    /// - Throws: ``FetchError`` when it cannot be read, or holds none.
    static func authorities(in caFile: String) throws(FetchError) -> [NIOSSLCertificate] {
        let text: [UInt8]
        do throws(FetchError) {
            text = try RegularFile.read(caFile, limit: mostBytesOfAuthorities).bytes
        } catch {
            throw FetchError("`ca_file`: \(error.message)")
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(text) else {
            throw FetchError("`ca_file` \(caFile) holds no readable PEM certificate")
        }
        guard !certificates.isEmpty else { throw FetchError("`ca_file` \(caFile) holds no PEM certificate") }
        return certificates
    }

    /// What is wrong with the environment, a line each for the start and for `postern check`.
    static func environmentProblems(_ environment: [String: String]) -> [String] {
        // The usual places have no problem that a start would be the moment for.
        let named = TrustStorePlaces.chosen(by: environment, usual: TrustStorePlaces(files: [], folders: []))
        return HTTPSProxy.problems(environment) + TrustStore(named).content().problems
    }
}
