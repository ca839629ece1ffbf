/// Identifies a configured issuer.
public struct IssuerID: Hashable, Sendable {
    /// The issuer's index in ``AuthorizationConfiguration/issuers``.
    public let position: Int

    /// Identifies the issuer at an index.
    ///
    /// - Parameter position: one of ``AuthorizationConfiguration/issuers``; evidence about another one is ignored.
    public init(_ position: Int) {
        self.position = position
    }
}
