internal import Bytes
internal import JOSE

/// The first stage: which policy decides, what an observer is shown of the request, and spoofed headers.
extension Authorizer {
    /// The policy that the request names, the default one if it names none; nil for an unknown name.
    mutating func policy(for request: borrowing Subrequest, in bytes: Span<UInt8>) -> CompiledPolicy? {
        guard case .named(let name) = request.policy else { return defaultPolicy }
        record.policy = policies.firstIndex { ASCII.equal(bytes, name, $0.name) }
        return record.policy.map { policies[$0].policy }
    }

    /// Tells an observer what the rules looked at.
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
            found: path ?? "nothing unclear that a rule looks at"
        )
    }

    /// Refuses claim headers that the client sent where that is wanted, and aliases of them, which the proxy would pass on
    /// beside the real ones.
    func spoofedHeader(_ request: borrowing Subrequest, _ bytes: Span<UInt8>) -> CheckFailure.Cause? {
        if configuration.spoofedClaimHeaders == .refuse, let field = aliases.firstClaimHeader(in: request, bytes) {
            return .claimHeader(field.name)
        }
        let refuses = configuration.spoofedHeaders.map { $0 == .refuse } ?? request.showsClientHeaders
        return refuses ? aliases.first(in: request, bytes).map { .alias($0.name) } : nil
    }
}
