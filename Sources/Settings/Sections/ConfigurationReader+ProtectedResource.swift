internal import Admin

extension ConfigurationReader {
    /// The metadata that clients are told (RFC 9728 section 2).
    func protectedResource(_ field: Field) -> ProtectedResource? {
        guard let section = MappingReader<Section.ProtectedResource>(field) else { return nil }
        let resource = section.required(.resource, suggestion: "name the URL that clients call")?.url()
        if let resource, resource.hasQuery {
            // Its path is put behind the well-known one, where a query has no place (section 3.1).
            section[.resource]?.error("a resource with a query cannot be found by clients", suggestion: "leave it out")
        }
        let metadata = ProtectedResource(
            resource: resource?.text ?? "",
            authorizationServers: section[.authorizationServers]?.list(of: "URLs") { $0.url()?.text },
            scopesSupported: section[.scopesSupported]?.list(of: "scopes", scope),
            name: section[.resourceName]?.text(),
            documentation: section[.resourceDocumentation]?.url()?.text
        )
        return resource == nil ? nil : metadata
    }
}
