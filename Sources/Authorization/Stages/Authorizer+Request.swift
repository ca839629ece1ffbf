internal import Bytes
internal import JOSE

/// The request stage: the policy, the observer's view of the request, and spoofed headers.
extension Authorizer {
    /// The policy that the request names, the default one if it names none; nil for an unknown name.
    mutating func policy(for request: borrowing Subrequest, in bytes: Span<UInt8>) -> CompiledPolicy? {
        guard case .named(let name) = request.policy else { return defaultPolicy }
        record.policy = policies.firstIndex { ASCII.equal(bytes, name, $0.name) }
        return record.policy.map { policies[$0].policy }
    }

    /// Records the request as rules see it with the observer.
    mutating func recordRequest(
        _ request: borrowing Subrequest,
        _ policy: CompiledPolicy,
        _ bytes: Span<UInt8>,
        _ observer: CheckObserver?
    ) {
        guard let observer else { return }
        let path = policy.facts.contains(.path) ? pathDescription(request, bytes).map { "path \($0)" } : nil
        observer.record(
            Check.request.name,
            expected: Self.unambiguousRequest(policy),
            found: path ?? "nothing ambiguous that a rule depends on"
        )
    }

    /// A claim header from the client, or an alias of one, that is to be refused; nil without one.
    func spoofedHeader(_ request: borrowing Subrequest, _ bytes: Span<UInt8>) -> CheckFailure.Cause? {
        if configuration.spoofedClaimHeaders == .refuse, let field = aliases.firstClaimHeader(in: request, bytes) {
            return .claimHeader(field.name)
        }
        let refuses = configuration.spoofedHeaders.map { $0 == .refuse } ?? request.showsClientHeaders
        return refuses ? aliases.first(in: request, bytes).map { .alias($0.name) } : nil
    }
}
