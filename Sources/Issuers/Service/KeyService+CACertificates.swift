import FoundationEssentials

extension KeyService {
    /// Problems of the environment variables that fetches depend on (proxies, CA certificates), one line each.
    package static func environmentProblems() -> [String] {
        let environment = ProcessInfo.processInfo.environment
        // Problems of the usual places are reported by the fetches that need them.
        let named = TrustStorePaths.chosen(by: environment, usual: TrustStorePaths(files: [], folders: []))
        return HTTPSProxy.problems(environment) + TrustStore(named).content().problems
    }

    /// Checks every `ca_file` once; fetches read them again.
    ///
    /// - Returns: an error for each file that cannot be read or contains no certificate.
    package static func caFileErrors(of issuers: [IssuerKeys]) -> [KeyFileError] {
        var seen: Set<String> = []
        var errors: [KeyFileError] = []
        for issuer in issuers {
            guard let file = issuer.caFile, seen.insert(file).inserted else { continue }
            do throws(FetchError) {
                _ = try CACertificateFile.certificates(in: file)
            } catch {
                errors.append(KeyFileError(issuer: issuer.issuer, file: file, message: error.message))
            }
        }
        return errors
    }
}
