/// The page with the protected resource metadata (RFC 9728), to which a proxy routes clients.
package struct ProtectedResourcePage: Sendable {
    /// The well-known path; the path of the resource is appended to it (section 3.1).
    static let wellKnown = "/.well-known/oauth-protected-resource"

    /// The path of the resource; empty for a whole host.
    package var resourcePath: String
    /// The metadata as JSON (section 2).
    package var metadata: [UInt8]

    /// Creates a page.
    package init(resourcePath: String, metadata: [UInt8]) {
        self.resourcePath = resourcePath
        self.metadata = metadata
    }

    /// Whether a path requests this page, with the path of the resource or without (if a proxy removed it).
    func isAt(_ path: Substring) -> Bool {
        path == Self.wellKnown || path == Self.wellKnown + resourcePath
    }
}
