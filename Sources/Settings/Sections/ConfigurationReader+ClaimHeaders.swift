internal import Authorization

extension ConfigurationReader {
    func claimHeaders(_ field: Field) -> [ClaimHeader]? {
        var seen: Set<String> = []
        return field.entries()?.compactMap { entry in
            guard isFit(entry.name, entry.key) else { return nil }
            let folded = Self.folded(entry.name)
            let first = reading.firstSpelling(of: folded, entry.name)
            if !seen.insert(folded).inserted {
                entry.key.error(
                    "many applications read it as the same header as '\(first)'",
                    suggestion: "keep one of them"
                )
            } else if first.lowercased() != entry.name.lowercased() {
                entry.key.error(
                    "many applications read it as the same header as '\(first)'",
                    suggestion: "write it the same way everywhere"
                )
            }
            return claimHeader(entry.name, entry.field)
        }
    }

    /// A name as applications see it that ignore case and treat all separators alike.
    private static func folded(_ name: String) -> String {
        String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    /// Reports an invalid name, or one that HTTP or a proxy reserves.
    private func isFit(_ name: String, _ key: Field) -> Bool {
        guard key.token("a header's name") != nil else { return false }
        let folded = name.lowercased().replacing("_", with: "-")
        let isReserved =
            Self.reservedHeaders.contains(folded) || Self.reservedPrefixes.contains(where: folded.hasPrefix)
        if isReserved { key.error("'\(name)' is reserved by HTTP or a proxy and cannot carry a claim") }
        return !isReserved
    }

    /// Hop-by-hop, framing and response fields (RFC 9110 sections 7.6.1, 8, 10 and 11, RFC 9111, RFC 9112, RFC 6265).
    private static let reservedHeaders: Set<String> = [
        "accept-ranges", "age", "cache-control", "close", "connection", "date", "etag", "expect", "expires", "host",
        "keep-alive", "last-modified", "location", "pragma", "proxy-authenticate", "proxy-authorization",
        "proxy-connection", "retry-after", "server", "set-cookie", "set-cookie2", "te", "trailer", "transfer-encoding",
        "upgrade", "vary", "via", "www-authenticate",
    ]

    /// Content fields, and response fields that nginx and Envoy interpret.
    private static let reservedPrefixes = ["content-", "x-accel-", "x-envoy-"]

    private func claimHeader(_ name: String, _ field: Field) -> ClaimHeader? {
        guard case .mapping = field.value.content else {
            return claim(field, "a claim's name or a mapping").map {
                ClaimHeader(name: name, content: .claim($0, .plain))
            }
        }
        guard let section = MappingReader<Section.ClaimHeader>(field) else { return nil }
        if let payload = section[.payload] {
            return isWholePayload(payload, section) ? ClaimHeader(name: name, content: .payload) : nil
        }
        let format = section[.format].map(format)
        let defaultValue = section[.defaultValue]?.text()
        guard let path = section.required(.claim, suggestion: "name a claim, or write 'payload: true'") else {
            return nil
        }
        return claim(path, "a claim's name").map {
            ClaimHeader(name: name, content: .claim($0, format?.flatMap(\.self) ?? .plain), defaultValue: defaultValue)
        }
    }

    private func isWholePayload(_ payload: Field, _ section: MappingReader<Section.ClaimHeader>) -> Bool {
        guard section[.claim] == nil, section[.format] == nil, section[.defaultValue] == nil else {
            payload.error(
                "payload cannot be combined with claim, format or default",
                suggestion: "remove payload or the others"
            )
            return false
        }
        guard case .scalar(let scalar) = payload.value.content, scalar.json == "true" else {
            payload.error("expected true", suggestion: "remove the header if you do not want it")
            return false
        }
        return true
    }

    private func format(_ field: Field) -> ClaimHeader.Format? {
        // `plain` is the default format.
        field.choice(of: ClaimHeader.Format.allCases.filter { $0 != .plain }.map { ($0.rawValue, $0) })
    }

    /// A claim's name or JSON Pointer.
    func claim(_ field: Field, _ expected: String) -> ClaimPath? {
        guard let text = field.text(expected) else { return nil }
        guard let path = ClaimPath(text) else {
            field.error("'\(text)' is not a JSON Pointer", suggestion: "write ~0 for ~ and ~1 for / in a name")
            return nil
        }
        return path
    }
}
