/// The parameters of `WWW-Authenticate` besides the error (RFC 6750 section 3, RFC 9728 section 5.1).
public struct Challenge: Sendable, Equatable {
    /// The protection space; nil omits the parameter.
    ///
    /// Visible ASCII and spaces.
    public var realm: String?
    /// The URL of the protected resource metadata; nil omits the parameter.
    ///
    /// Visible ASCII.
    public var resourceMetadata: String?

    /// Creates challenge parameters.
    public init(realm: String? = nil, resourceMetadata: String? = nil) {
        self.realm = realm
        self.resourceMetadata = resourceMetadata
    }
}
