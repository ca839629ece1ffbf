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
        let sources = [Section.Token.header, .cookie, .query, .webSocketProtocol].filter { section[$0] != nil }
        guard sources.count == 1 else {
            if !section.hasUnknownKeys {
                section.field.error(
                    "a token source needs exactly one of header, cookie, query and websocket_protocol"
                )
            }
            return nil
        }
        if section[.header] == nil, section[.cookie] == nil {
            section[.scheme]?.error("scheme needs header or cookie")
        }
        if section[.cookie] == nil { section[.chunked]?.error("chunked needs cookie") }
        if let header = section[.header] { return self.header(header, scheme: section[.scheme]) }
        if let cookie = section[.cookie] { return self.cookie(cookie, section) }
        if let list = section[.webSocketProtocol] {
            return list.choice(of: WebSocketProtocol.self).map { _ in .webSocketProtocol }
        }
        return section[.query]?.visibleText(except: "&=#+%").map { .query(name: $0) }
    }

    /// The form of a token among the subprotocols of a WebSocket handshake.
    private enum WebSocketProtocol: String, CaseIterable {
        case bearer
    }

    private func header(_ field: Field, scheme: Field?) -> TokenSource? {
        guard let name = field.token("a header's name") else { return nil }
        guard let scheme else {
            return .header(name: name, scheme: name.lowercased() == "authorization" ? "Bearer" : "")
        }
        return self.scheme(scheme).map { .header(name: name, scheme: $0) }
    }

    private func cookie(_ field: Field, _ section: MappingReader<Section.Token>) -> TokenSource? {
        guard let name = field.token("a cookie's name") else { return nil }
        let isChunked = section[.chunked]?.boolean() ?? false
        guard let scheme = section[.scheme] else { return .cookie(name: name, isChunked: isChunked) }
        return self.scheme(scheme).map { .cookie(name: name, scheme: $0, isChunked: isChunked) }
    }

    /// The name of the scheme, or empty text for a value without one.
    private func scheme(_ field: Field) -> String? {
        field.scalarText == "" ? "" : field.token("a scheme")
    }

    /// Names of headers and schemes are case-insensitive, others are not.
    private func spelling(of source: TokenSource) -> String {
        switch source {
        case .header(let name, let scheme): "header \(name) \(scheme)".lowercased()
        case .cookie(let name, let scheme, let isChunked): "cookie \(name) \(scheme?.lowercased() ?? "-") \(isChunked)"
        case .query(let name): "query \(name)"
        case .webSocketProtocol: "websocket_protocol"
        }
    }
}
