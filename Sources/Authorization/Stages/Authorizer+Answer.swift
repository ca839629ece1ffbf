internal import JOSE

extension Authorizer {
    /// Allows a request with a verified token, whose claim headers have been appended.
    func allow(
        _ times: TokenTimes,
        issuer: Int,
        _ fields: inout AnswerFields,
        _ context: DecisionContext
    ) -> Decision {
        let end = freshness == nil ? 0 : issuers.entries[issuer].requirements.lastMoment(of: times)
        return finish(&fields, context, until: end)
    }

    func allowWithoutToken(
        _ fields: inout AnswerFields,
        _ context: DecisionContext,
        isCacheable: Bool = true
    ) -> Decision {
        fields.append(contentsOf: claimHeaders.empty)
        return finish(&fields, context, until: isCacheable ? .infinity : nil)
    }

    /// Adds the freshness of an allow; `end` is nil for one that must not be cached.
    private func finish(_ fields: inout AnswerFields, _ context: DecisionContext, until end: Double?) -> Decision {
        if let freshness, let end { fields.freshness = freshness.until(end, now: context.now) }
        return .allow
    }

    /// Denies the request: records why, and appends the header fields for the reason.
    mutating func deny(
        _ cause: CheckFailure.Cause,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ fields: inout AnswerFields,
        _ context: DecisionContext
    ) -> Decision {
        let failure = CheckFailure(cause: cause)
        record.failure = failure
        if let observer = context.observer, !failure.isObserved {
            let description = checkDescription(for: failure, request, bytes, context.now, RequestPartNames())
            observer.record(failure.check.name, expected: description.expected, found: description.found, passed: false)
        }
        fields.removeAll()
        let reason = failure.reason
        if reason == .scopeInsufficient, let requirement = context.rule?.requirement {
            fields.append(contentsOf: requirement.scopeChallenge)
        } else {
            (context.rule?.challenge ?? challenge).append(for: reason, to: &fields)
        }
        return .deny(reason)
    }
}

extension CheckFailure {
    /// Whether the failed check was recorded with the observer already.
    fileprivate var isObserved: Bool {
        switch cause {
        case .requirement: true
        case .token(let problem): problem.check != .issuer
        default: false
        }
    }
}
