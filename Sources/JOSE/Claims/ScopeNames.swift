/// The names of the claims that hold scopes, ready for comparison with bytes.
package enum ScopeNames {
    package static let scope = Array("scope".utf8)
    package static let scp = Array("scp".utf8)
    package static let scopes = Array("scopes".utf8)
}
