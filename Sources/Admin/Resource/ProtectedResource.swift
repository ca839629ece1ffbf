/// What clients may learn of the resource that is protected, and of where tokens for it come from (RFC 9728 section 2).
package struct ProtectedResource: Sendable, Equatable {
    /// The resource's identifier, a URL.
    package var resource: String
    /// The issuers whose names are told; nil names the only one, and none of several.
    package var authorizationServers: [String]?
    package var scopesSupported: [String]?
    package var name: String?
    /// The URL of a page for developers.
    package var documentation: String?

    package init(
        resource: String,
        authorizationServers: [String]? = nil,
        scopesSupported: [String]? = nil,
        name: String? = nil,
        documentation: String? = nil
    ) {
        self.resource = resource
        self.authorizationServers = authorizationServers
        self.scopesSupported = scopesSupported
        self.name = name
        self.documentation = documentation
    }
}
