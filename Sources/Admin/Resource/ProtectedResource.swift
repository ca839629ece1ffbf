/// The settings of the protected resource metadata (RFC 9728 section 2).
package struct ProtectedResource: Sendable, Equatable {
    /// The resource identifier, a URL.
    package var resource: String
    /// The issuers to list; nil lists a single issuer, and none of several.
    package var authorizationServers: [String]?
    /// The scopes to list; nil for none.
    package var scopesSupported: [String]?
    /// A name for people.
    package var name: String?
    /// The URL of a page for developers.
    package var documentation: String?

    /// Creates settings; only the resource identifier is required.
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
