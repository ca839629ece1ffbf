/// Names a configured issuer.
public struct IssuerID: Hashable, Sendable {
    /// The issuer's position in ``AuthorizationConfiguration/issuers``.
    public let position: Int

    /// Names the issuer at a position.
    ///
    /// - Parameter position: one of ``AuthorizationConfiguration/issuers``; evidence about another one is ignored.
    public init(_ position: Int) {
        self.position = position
    }
}
