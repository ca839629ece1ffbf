/// What is answered to one request.
///
/// A denial is a value, never an error.
public enum Decision: Sendable, Equatable {
    /// 200; the claim headers have been written.
    case allow
    /// 401, 403 or 503, see ``Reason/status``; the challenge or `Retry-After` has been written.
    case deny(Reason)
    /// The token names a key that the issuer's set does not have: ask for one refresh, then decide again.
    case needsKeys(issuer: Int)
    /// A signature would have had to be verified while ``Authorizer/mayVerify`` was off; `Retry-After` has been written.
    case overloaded
}
