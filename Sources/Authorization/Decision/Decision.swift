/// The decision about one request.
///
/// A denial is a value, never an error.
public enum Decision: Sendable, Equatable {
    /// 200; the answer has the claim headers.
    case allow
    /// 401, 403 or 503, see ``Reason/status``; the answer has the challenge or `Retry-After`.
    case deny(Reason)
    /// Evidence is missing: request it from an ``EvidenceService``, then decide again.
    case pending(Need)
    /// A signature had to be verified while ``Authorizer/mayVerify`` was false; the answer has `Retry-After`.
    case overloaded
}
