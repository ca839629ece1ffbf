internal import JOSE

extension Authorizer {
    /// Allows a verified token's request, whose claim header lines have been written.
    func allow(
        _ times: TokenTimes,
        issuer: Int,
        _ headers: inout [UInt8],
        _ circumstances: Circumstances
    ) -> Decision {
        let end = caching == nil ? 0 : issuers.entries[issuer].requirements.lastMoment(of: times)
        return finish(&headers, circumstances, until: end)
    }

    func allowWithoutToken(
        _ headers: inout [UInt8],
        _ circumstances: Circumstances,
        isCacheable: Bool = true
    ) -> Decision {
        headers.append(contentsOf: claimHeaders.empty)
        return finish(&headers, circumstances, until: isCacheable ? .infinity : nil)
    }

    /// Adds what goes with the claim headers of an allow; `end` is nil for one that no cache may keep.
    private func finish(_ headers: inout [UInt8], _ circumstances: Circumstances, until end: Double?) -> Decision {
        if circumstances.removesHeaders { HeaderRemoval.append(forLinesFrom: 0, to: &headers) }
        if let caching, let end { caching.append(until: end, now: circumstances.now, to: &headers) }
        return .allow
    }

    func deny(_ reason: Reason, _ headers: inout [UInt8], _ circumstances: Circumstances) -> Decision {
        headers.removeAll(keepingCapacity: true)
        if reason == .scopeInsufficient, let requirement = circumstances.rule?.requirement {
            headers.append(contentsOf: requirement.scopeChallenge)
        } else {
            (circumstances.rule?.challenges ?? challenges).append(for: reason, to: &headers)
        }
        return .deny(reason)
    }
}
