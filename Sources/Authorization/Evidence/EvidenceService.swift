/// Obtains the evidence that decisions depend on, and keeps it up to date.
///
/// One service serves all event loops. Each loop installs the updates in its own ``Authorizer``.
public protocol EvidenceService: Sendable {
    /// Delivers the current state of all evidence before it returns, and every later state when it changes.
    ///
    /// Updates come from any thread, one at a time; updates about one need come in order. `deliver` should only forward
    /// the update; it must not subscribe.
    func subscribe(_ deliver: @escaping @Sendable (EvidenceUpdate) -> Void)

    /// Requests evidence that a decision lacks; cheap, and callable from any thread any number of times.
    ///
    /// Each call is followed by an update about the need, even after a failure, so that every waiter is resumed. The calls
    /// of all loops are coalesced into one request, and a cooldown limits requests to an issuer. A need of an unknown
    /// issuer, or of one whose evidence is not fetched, is ignored: no decision has such a need.
    func request(_ need: Need)
}
