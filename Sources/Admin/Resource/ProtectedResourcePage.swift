/// What clients may learn of the protected resource (RFC 9728), for a proxy to route them to.
package struct ProtectedResourcePage: Sendable {
    /// Where clients look for it; a resource with a path has that behind it (section 3.1).
    static let wellKnown = "/.well-known/oauth-protected-resource"

    /// The resource's own path; empty for a whole host.
    package var resourcePath: String
    /// JSON (section 2).
    package var metadata: [UInt8]

    package init(resourcePath: String, metadata: [UInt8]) {
        self.resourcePath = resourcePath
        self.metadata = metadata
    }

    /// Whether the page is asked for by this path, with the resource's path or, where a proxy took it off, without.
    func isAt(_ path: Substring) -> Bool {
        path == Self.wellKnown || path == Self.wellKnown + resourcePath
    }
}
