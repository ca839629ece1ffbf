/// Obtains the evidence that decisions depend on, and keeps it up to date.
///
/// One service serves all event loops. Each loop installs the updates in an ``Authorizer`` of its own.
public protocol EvidenceService: Sendable {
    /// Delivers the present state of all evidence before it returns, and every later state as it comes.
    ///
    /// Updates come from any thread, one at a time, those about one need in their order. `deliver` should only pass the
    /// update on; it must not subscribe.
    func subscribe(_ deliver: @escaping @Sendable (EvidenceUpdate) -> Void)

    /// Asks for evidence that a decision lacks; cheap, and callable from any thread and any number of times.
    ///
    /// Each call is followed by an update about the need, whatever came of it, so that nobody waits in vain. The calls
    /// of all loops are coalesced into one request, and a cooldown limits how often an issuer is asked. A need of an
    /// issuer that is not configured, or whose evidence is not obtained over the network, is ignored: no decision
    /// has such a need.
    func request(_ need: Need)
}
