internal import JOSE

extension Authorizer {
    /// Allows a verified token's request, whose claim header lines have been written.
    func allow(
        _ times: TokenTimes,
        issuer: Int,
        _ headers: inout [UInt8],
        _ context: DecisionContext
    ) -> Decision {
        let end = caching == nil ? 0 : issuers.entries[issuer].requirements.lastMoment(of: times)
        return finish(&headers, context, until: end)
    }

    func allowWithoutToken(
        _ headers: inout [UInt8],
        _ context: DecisionContext,
        isCacheable: Bool = true
    ) -> Decision {
        headers.append(contentsOf: claimHeaders.empty)
        return finish(&headers, context, until: isCacheable ? .infinity : nil)
    }

    /// Adds what goes with the claim headers of an allow; `end` is nil for one that no cache may keep.
    private func finish(_ headers: inout [UInt8], _ context: DecisionContext, until end: Double?) -> Decision {
        if context.removesHeaders { HeaderRemoval.append(forLinesFrom: 0, to: &headers) }
        if let caching, let end { caching.append(until: end, now: context.now, to: &headers) }
        return .allow
    }

    /// Denies the request: notes why, tells the observer, and writes the header lines that go with the reason.
    mutating func deny(
        _ cause: CheckFailure.Cause,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ headers: inout [UInt8],
        _ context: DecisionContext
    ) -> Decision {
        let failure = CheckFailure(cause: cause)
        record.failure = failure
        if let observer = context.observer, !failure.isObserved {
            let words = words(for: failure, request, bytes, context.now, RequestPartNames())
            observer.note(failure.check.name, expected: words.expected, found: words.found, passed: false)
        }
        headers.removeAll(keepingCapacity: true)
        let reason = failure.reason
        if reason == .scopeInsufficient, let requirement = context.rule?.requirement {
            headers.append(contentsOf: requirement.scopeChallenge)
        } else {
            (context.rule?.challenges ?? challenges).append(for: reason, to: &headers)
        }
        return .deny(reason)
    }
}

extension CheckFailure {
    /// Whether the check that failed shows itself to observers.
    fileprivate var isObserved: Bool {
        switch cause {
        case .requirement: true
        case .token(let problem): problem.check != .issuer
        default: false
        }
    }
}
