internal import Authorization

extension ConfigurationReader {
    func claimHeaders(_ field: Field) -> [ClaimHeader]? {
        var seen: [String: String] = [:]
        return field.entries()?.compactMap { entry in
            guard isFit(entry.name, entry.key) else { return nil }
            let folded = entry.name.lowercased().replacing("_", with: "-")
            if let first = seen[folded] {
                entry.key.error("the same header as '\(first)' to many applications", suggestion: "keep one of them")
            }
            seen[folded] = seen[folded] ?? entry.name
            return content(entry.field).map { ClaimHeader(name: entry.name, content: $0) }
        }
    }

    /// Reports a name that is none, or that belongs to HTTP or to the proxies.
    private func isFit(_ name: String, _ key: Field) -> Bool {
        guard key.token("a header's name") != nil else { return false }
        let folded = name.lowercased().replacing("_", with: "-")
        let isReserved =
            Self.reservedHeaders.contains(folded) || Self.reservedPrefixes.contains(where: folded.hasPrefix)
        if isReserved { key.error("'\(name)' has a meaning of its own in HTTP or to a proxy and cannot carry a claim") }
        return !isReserved
    }

    /// Hop-by-hop, framing and answer fields (RFC 9110 sections 7.6.1, 8, 10 and 11, RFC 9111, RFC 9112, RFC 6265).
    private static let reservedHeaders: Set<String> = [
        "accept-ranges", "age", "cache-control", "close", "connection", "date", "etag", "expect", "expires", "host",
        "keep-alive", "last-modified", "location", "pragma", "proxy-authenticate", "proxy-authorization",
        "proxy-connection", "retry-after", "server", "set-cookie", "set-cookie2", "te", "trailer", "transfer-encoding",
        "upgrade", "vary", "via", "www-authenticate",
    ]

    /// Content fields, and what nginx and Envoy obey in an answer.
    private static let reservedPrefixes = ["content-", "x-accel-", "x-envoy-"]

    private func content(_ field: Field) -> ClaimHeader.Content? {
        guard case .mapping = field.value.content else {
            return claim(field, "a claim's name or a mapping").map { .claim($0, .plain) }
        }
        guard let section = MappingReader<Section.ClaimHeader>(field) else { return nil }
        let format = section[.format].map(format)
        if let payload = section[.payload] {
            guard section[.claim] == nil, format == nil else {
                payload.error(
                    "the whole payload has neither claim nor format",
                    suggestion: "keep payload or the others"
                )
                return nil
            }
            guard case .scalar(let scalar) = payload.value.content, scalar.json == "true" else {
                payload.error("expected true", suggestion: "take the header out if it is not wanted")
                return nil
            }
            return .payload
        }
        guard let path = section.required(.claim, suggestion: "name a claim, or write 'payload: true'") else {
            return nil
        }
        return claim(path, "a claim's name").map { .claim($0, format?.flatMap(\.self) ?? .plain) }
    }

    private func format(_ field: Field) -> ClaimHeader.Format? {
        // `plain` is what no format at all means.
        field.choice(of: ClaimHeader.Format.allCases.filter { $0 != .plain }.map { ($0.rawValue, $0) })
    }

    /// A claim's name or JSON Pointer.
    func claim(_ field: Field, _ expected: String) -> ClaimPath? {
        guard let text = field.text(expected) else { return nil }
        guard let path = ClaimPath(text) else {
            field.error("'\(text)' is no JSON Pointer", suggestion: "write ~0 for ~ and ~1 for / in a name")
            return nil
        }
        return path
    }
}
