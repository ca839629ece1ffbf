/// What the `WWW-Authenticate` header tells beside the error (RFC 6750 section 3, RFC 9728 section 5.1).
public struct Challenge: Sendable, Equatable {
    /// The protection space; nil leaves the parameter out.
    ///
    /// Visible ASCII and spaces.
    public var realm: String?
    /// The URL of the protected resource metadata; nil leaves the parameter out.
    ///
    /// Visible ASCII.
    public var resourceMetadata: String?

    public init(realm: String? = nil, resourceMetadata: String? = nil) {
        self.realm = realm
        self.resourceMetadata = resourceMetadata
    }
}
