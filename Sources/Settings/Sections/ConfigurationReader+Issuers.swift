internal import Authorization
internal import Issuers
internal import JOSE

extension ConfigurationReader {
    /// One issuer, divided by the target that needs each part.
    typealias ReadIssuer = (requirements: TokenRequirements, keys: IssuerKeys, claimHeaders: [ClaimHeader])

    func issuers(_ field: Field) -> [ReadIssuer]? {
        var paths: [[UInt8]: String] = [:]
        return field.list(of: "issuers") { section in
            eachTenant(of: section) { section, tenant in
                let name = section.required(.issuer)?.text("an issuer's name")
                if let name {
                    if let first = paths[Array(name.utf8)] {
                        (tenant ?? section[.issuer])?.error("the issuer is already configured in \(first)")
                    } else {
                        paths[Array(name.utf8)] = section.field.path
                    }
                }
                return issuer(section, name: name)
            }
        }?.flatMap(\.self)
    }

    private func issuer(_ section: MappingReader<Section.Issuer>, name: String?) -> ReadIssuer? {
        let audiences = section.required(.audiences, suggestion: "name the audiences, or write 'audiences: any'")
            .flatMap(audiences)
        let source = source(section, issuer: name)
        var requirements = TokenRequirements(issuer: name ?? "", audiences: audiences ?? .any)
        requirements.algorithms = section[.algorithms].flatMap { algorithms($0, from: source) } ?? .asymmetric
        requirements.tokenTypes = section[.tokenTypes]?.list(tokenType)
        requirements.leeway = section[.leeway].flatMap(leeway).map { Duration.seconds($0) } ?? requirements.leeway
        requirements.requiredClaims = section[.requiredClaims]?.list { $0.text("a claim's name") } ?? []
        requirements.maxLifetime = section[.maxLifetime]?.duration().map { Duration.seconds($0) }
        requirements.maxAge = section[.maxAge]?.duration().map { Duration.seconds($0) }
        section[.profile]?.choice(of: TokenProfile.self)?.apply(to: &requirements)
        let claimHeaders = section[.claimHeaders].flatMap(claimHeaders) ?? []
        let headers = section[.jwksHeaders].flatMap { fetchHeaders($0, from: source) } ?? []
        let caFile = section[.caFile]?.filePath()
        let readiness = section[.readiness]?.choice(of: IssuerReadiness.self) ?? .optional
        guard let name, audiences != nil, let source else { return nil }
        let keys = IssuerKeys(issuer: name, source: source, caFile: caFile, headers: headers, readiness: readiness)
        return (requirements, keys, claimHeaders)
    }

    private func audiences(_ field: Field) -> TokenRequirements.Audiences? {
        field.scalarText == "any" ? .any : field.list(of: "strings, or any") { $0.text() }.map { .anyOf($0) }
    }

    private func leeway(_ field: Field) -> Double? {
        guard let leeway = field.duration(from: 0) else { return nil }
        if leeway > 86400 {
            field.warning("tokens are accepted for more than a day after they expire", suggestion: "a minute is usual")
        }
        return leeway
    }

    private func tokenType(_ field: Field) -> String? {
        guard let text = field.visibleText()?.lowercased() else { return nil }
        let prefix = "application/"
        guard text != prefix else {
            field.error("'\(text)' is not a type")
            return nil
        }
        return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }

    // MARK: Algorithms

    private func algorithms(_ field: Field, from source: KeySource?) -> AlgorithmSet? {
        var named: [(field: Field, algorithm: AlgorithmSet)] = []
        let list = field.list { field in
            let algorithm = algorithm(field)
            if let algorithm { named.append((field, algorithm)) }
            return algorithm
        }
        guard let algorithms = list.map(AlgorithmSet.init) else { return nil }
        checkAvailability(of: named, field)
        let shared = algorithms.intersection(.hmac)
        if let source, !shared.isEmpty, !source.isFile {
            field.error(
                "\(shared.joinedNames) with a fetched key set: shared secrets are only accepted from a file",
                suggestion: "use 'jwks: file:PATH', or remove them"
            )
        }
        return algorithms
    }

    /// Reports algorithms that the installed libcrypto does not support.
    private func checkAvailability(of named: [(field: Field, algorithm: AlgorithmSet)], _ list: Field) {
        let lacking = named.filter { $0.algorithm.isDisjoint(with: .available) }
        if lacking.count == named.count {
            list.error(
                "no token could be verified: \(AlgorithmSet.libraryVersion) has none of these algorithms",
                suggestion: "available are \(AlgorithmSet.available.joinedNames)"
            )
            return
        }
        for (field, algorithm) in lacking {
            field.warning(
                "\(AlgorithmSet.libraryVersion) does not support \(algorithm.joinedNames): its tokens will be refused"
            )
        }
    }

    private func algorithm(_ field: Field) -> AlgorithmSet? {
        guard let name = field.text("an algorithm's name") else { return nil }
        if let algorithm = AlgorithmSet(name: name) { return algorithm }
        if name.lowercased() == "none" {
            field.error("'\(name)' would accept unsigned tokens, and is never allowed")
            return nil
        }
        let known = AlgorithmSet.names.map(\.name)
        let nearest = Suggestion.nearest(to: name, among: known)
        field.error(
            "unknown algorithm '\(name)'",
            suggestion: nearest.map { "did you mean '\($0)'?" } ?? "known are \(known.joined(separator: ", "))"
        )
        return nil
    }

    // MARK: Keys

    private func source(_ section: MappingReader<Section.Issuer>, issuer: String?) -> KeySource? {
        let url = issuer.flatMap(WebURL.init)
        if let jwks = section[.jwks] {
            section[.discovery]?.error("discovery cannot be combined with jwks", suggestion: "keep one of the two")
            return keySet(jwks)
        }
        if let discovery = section[.discovery] {
            return discovery.keyURL().map { .discovery(url: $0) }
        }
        guard let issuer else { return nil }
        guard let url, !url.hasQuery else {
            section[.issuer]?.error(
                "'\(issuer)' is not a URL, so its keys cannot be discovered",
                suggestion: "set jwks"
            )
            return nil
        }
        section[.issuer]?.warnIfOpen(url)
        // A trailing slash is removed (OpenID Connect Discovery 1.0 section 4).
        let base = issuer.hasSuffix("/") ? issuer.dropLast() : issuer[...]
        return .discovery(url: base + "/.well-known/openid-configuration")
    }

    private func keySet(_ field: Field) -> KeySource? {
        guard let text = field.text("a URL or file:PATH") else { return nil }
        guard text.hasPrefix("file:") else {
            guard text.contains(":") || !(text.contains("/") || text.hasSuffix(".json")) else {
                field.error("'\(text)' is neither a URL nor file:PATH", suggestion: "did you mean 'file:\(text)'?")
                return nil
            }
            return field.keyURL().map { .url($0) }
        }
        var path = text.dropFirst("file:".count)
        if path.hasPrefix("//") {
            guard path.hasPrefix("///") else {
                field.error("'\(text)' contains a host", suggestion: "did you mean 'file:\(path.dropFirst(2))'?")
                return nil
            }
            path = path.dropFirst(2)
        }
        guard !path.isEmpty, !path.hasSuffix("/") else {
            field.error("'\(text)' has no path")
            return nil
        }
        return .file(path: reading.absolute(String(path)))
    }
}

extension KeySource {
    var isFile: Bool {
        if case .file = self { true } else { false }
    }
}
