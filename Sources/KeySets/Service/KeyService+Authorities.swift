extension KeyService {
    /// Looks at every `ca_file`, each once; fetches read them anew.
    ///
    /// - Throws: ``KeyFileError`` for the first that cannot be read or holds no certificate.
    public static func checkAuthorities(of issuers: [IssuerKeys]) throws(KeyFileError) {
        var seen: Set<String> = []
        for issuer in issuers {
            guard let file = issuer.caFile, seen.insert(file).inserted else { continue }
            do throws(FetchError) {
                _ = try KeyTransport.trust(file)
            } catch {
                throw KeyFileError(issuer: issuer.issuer, message: error.message)
            }
        }
    }
}
