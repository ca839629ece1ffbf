internal import Admin

extension ConfigurationReader {
    /// The metadata of the protected resource (RFC 9728 section 2).
    func protectedResource(_ field: Field) -> ProtectedResource? {
        guard let section = MappingReader<Section.ProtectedResource>(field) else { return nil }
        let resource = section.required(.resource, suggestion: "name the URL that clients call")?.url()
        if let resource, resource.hasQuery {
            // Its path is appended to the well-known one, which cannot have a query (section 3.1).
            section[.resource]?.error(
                "a resource must not have a query, because clients could not find its metadata",
                suggestion: "remove it"
            )
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
