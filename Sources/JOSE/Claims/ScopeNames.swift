/// The names of the claims that contain scopes, in UTF-8.
package enum ScopeNames {
    /// `scope` (RFC 8693 section 4.2).
    package static let scope = Array("scope".utf8)
    /// `scp`, as Microsoft Entra writes it.
    package static let scp = Array("scp".utf8)
    /// `scopes`, used by some issuers.
    package static let scopes = Array("scopes".utf8)
}
