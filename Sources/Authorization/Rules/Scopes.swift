internal import JOSE

/// A token's scopes: the union of three claims that issuers use (RFC 8693 section 4.2; `scp` and `scopes` by custom).
enum Scopes {
    static let names = [ScopeNames.scope, ScopeNames.scp, ScopeNames.scopes]

    /// The first of the claims that is neither a string nor an array of strings.
    static func malformed(in payload: JSONDocument) -> Int? {
        for name in names {
            guard let node = payload.member(name) else { continue }
            if !StringList.isWellFormed(node, in: payload) { return node }
        }
        return nil
    }

    /// Whether the token has one of the scopes; the claims are well-formed.
    ///
    /// A string has space-separated scopes; each member of an array is one scope, even with spaces.
    static func contain(anyOf scopes: [[UInt8]], in payload: JSONDocument) -> Bool {
        var found = false
        for name in names {
            guard !found, let node = payload.member(name) else { continue }
            if payload.nodes[node].kind == .string {
                found = scopes.contains { payload.hasWord($0, in: node) }
            } else {
                payload.forEachElement(of: node) { member in
                    found = scopes.contains { payload.isString(member, $0) }
                    return !found
                }
            }
        }
        return found
    }

    /// The claims as written, for messages.
    static func description(in payload: JSONDocument) -> String {
        let claims = names.compactMap { name in
            payload.member(name).map { "`\(String(decoding: name, as: UTF8.self))` " + payload.json(of: $0) }
        }
        return claims.isEmpty ? "no scopes" : claims.joined(separator: ", ")
    }
}
