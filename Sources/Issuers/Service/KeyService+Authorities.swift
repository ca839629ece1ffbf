import FoundationEssentials

extension KeyService {
    /// What is wrong with the variables that fetches depend on, a line each: proxies, and places of certificates.
    public static func environmentProblems() -> [String] {
        let environment = ProcessInfo.processInfo.environment
        // The usual places have no problem that a start would be the moment for.
        let named = TrustStorePlaces.chosen(by: environment, usual: TrustStorePlaces(files: [], folders: []))
        return HTTPSProxy.problems(environment) + TrustStore(named).content().problems
    }

    /// Looks at every `ca_file`, each once; fetches read them anew.
    ///
    /// - Returns: an error for each that cannot be read or holds no certificate.
    public static func authorityErrors(of issuers: [IssuerKeys]) -> [KeyFileError] {
        var seen: Set<String> = []
        var errors: [KeyFileError] = []
        for issuer in issuers {
            guard let file = issuer.caFile, seen.insert(file).inserted else { continue }
            do throws(FetchError) {
                _ = try AuthorityFile.certificates(in: file)
            } catch {
                errors.append(KeyFileError(issuer: issuer.issuer, file: file, message: error.message))
            }
        }
        return errors
    }
}
