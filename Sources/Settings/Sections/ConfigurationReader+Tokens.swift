internal import Authorization

extension ConfigurationReader {
    func tokenSources(_ field: Field) -> [TokenSource]? {
        var seen: [String: String] = [:]
        return field.list(of: "token sources") { (section: MappingReader<Section.Token>) in
            guard let source = tokenSource(section) else { return nil }
            if let first = seen[spelling(of: source)] {
                section.field.error("the same source as \(first)")
            } else {
                seen[spelling(of: source)] = section.field.path
            }
            return source
        }
    }

    private func tokenSource(_ section: MappingReader<Section.Token>) -> TokenSource? {
        let places = [Section.Token.header, .cookie, .query].filter { section[$0] != nil }
        guard places.count == 1 else {
            if !section.hasUnknownKeys {
                section.field.error("a token source is one of header, cookie and query, and only one")
            }
            return nil
        }
        if section[.header] == nil { section[.scheme]?.error("only a header has a scheme") }
        if let header = section[.header] { return self.header(header, scheme: section[.scheme]) }
        if let cookie = section[.cookie] { return cookie.token("a cookie's name").map { .cookie(name: $0) } }
        return section[.query]?.visibleText(except: "&=#+%").map { .query(name: $0) }
    }

    private func header(_ field: Field, scheme: Field?) -> TokenSource? {
        guard let name = field.token("a header's name") else { return nil }
        guard let scheme else {
            return .header(name: name, scheme: name.lowercased() == "authorization" ? "Bearer" : "")
        }
        if scheme.scalarText == "" { return .header(name: name, scheme: "") }
        return scheme.token("a scheme").map { .header(name: name, scheme: $0) }
    }

    /// Names of headers and schemes don't differ by case, others do.
    private func spelling(of source: TokenSource) -> String {
        switch source {
        case .header(let name, let scheme): "header \(name) \(scheme)".lowercased()
        case .cookie(let name): "cookie \(name)"
        case .query(let name): "query \(name)"
        }
    }
}
