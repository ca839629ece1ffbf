/// What is answered to one request.
///
/// A denial is a value, never an error.
public enum Decision: Sendable, Equatable {
    /// 200; the claim headers have been written.
    case allow
    /// 401, 403 or 503, see ``Reason/status``; the challenge or `Retry-After` has been written.
    case deny(Reason)
    /// Something is missing that can be obtained: ask an ``EvidenceService`` for it, then decide again.
    case pending(Need)
    /// A signature would have had to be verified while ``Authorizer/mayVerify`` was off; `Retry-After` has been written.
    case overloaded
}
