internal import Gateway
internal import Listeners
internal import ProxyProtocol

extension ConfigurationReader {
    /// A listener and the field of its address; nil for a default.
    typealias Listening = (settings: DecisionListener, address: Field?)

    func listeners(_ field: Field) -> [Listening]? {
        field.list(of: "listeners") { (section: MappingReader<Section.Listener>) -> Listening? in
            let dialect = dialect(section)
            let tls = section[.tls].flatMap(tls)
            guard let place = section.required(.address), let address = place.address() else { return nil }
            let access = section[.socket].map { self.socket($0, at: address) } ?? UnixSocketAccess()
            return (DecisionListener(address: address, dialect: dialect, tls: tls, access: access), place)
        }
    }

    private func tls(_ field: Field) -> TLSFiles? {
        guard let section = MappingReader<Section.TLS>(field) else { return nil }
        let certificate = section.required(.certificate)?.filePath()
        let key = section.required(.key)?.filePath()
        let clientCACertificates = section[.clientCACertificates]?.filePath()
        guard let certificate, let key else { return nil }
        return TLSFiles(certificate: certificate, key: key, clientCACertificates: clientCACertificates)
    }

    private func dialect(_ section: MappingReader<Section.Listener>) -> Dialect {
        let prefix = section[.pathPrefix].flatMap(pathPrefix)
        let dialects: [(String, Dialect)] = [
            ("nginx", .nginx), ("envoy", .envoy(pathPrefix: prefix ?? "")), ("forwarded", .forwarded),
        ]
        let dialect = section[.proxy].map { $0.choice(of: dialects) } ?? .nginx
        if dialect == .nginx || dialect == .forwarded {
            section[.pathPrefix]?.error("path_prefix needs 'proxy: envoy'")
        }
        return dialect ?? .nginx
    }

    private func pathPrefix(_ field: Field) -> String? {
        guard let text = field.visibleText(except: "?#") else { return nil }
        guard text.hasPrefix("/") else {
            field.error("a path must start with /", suggestion: "did you mean '/\(text)'?")
            return nil
        }
        return text
    }

    /// Nil when it is switched off.
    func admin(_ field: Field?) -> ListenAddress? {
        guard let field else { return .standardAdmin }
        let expected = "an address such as 127.0.0.1:9091, or off"
        guard let text = field.scalarText else { return field.address(expected, usualPort: 9091) }
        if text == "off" { return nil }
        if ["false", "no", "none"].contains(text) || Suggestion.nearest(to: text, among: ["off"]) != nil {
            field.error("expected \(expected), found '\(text)'", suggestion: "did you mean 'off'?")
            return nil
        }
        return field.address(expected, usualPort: 9091)
    }

    /// Reports addresses that are used twice.
    func checkAddresses(_ listeners: [Listening], _ admin: ListenAddress, _ adminField: Field?) {
        var uses = listeners.enumerated().map { index, listener in
            (address: listener.settings.address, name: "listeners[\(index)]", field: listener.address)
        }
        uses.append((admin, "admin", adminField))
        for (index, use) in uses.enumerated() {
            let spelling = use.address.description.lowercased()
            guard let same = uses[..<index].first(where: { $0.address.description.lowercased() == spelling }) else {
                continue
            }
            // One of the two may be a default, which has no location.
            let (field, other) = use.field.map { ($0, same.name) } ?? (same.field, use.name)
            field?.error("\(use.address) is already used by \(other)", suggestion: "use a different address for each")
        }
    }
}
