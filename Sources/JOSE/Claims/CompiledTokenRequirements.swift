import Bytes

/// ``TokenRequirements`` compiled to checks over bytes.
///
/// Every check can refuse a token without a key, and costs less than verifying a signature.
/// A class, because copying a structure would change reference counts that threads share.
package final class CompiledTokenRequirements: Sendable {
    /// The exact value of `iss`.
    package let issuer: [UInt8]
    private let type: TypeCheck?
    private let algorithm: AlgorithmCheck
    private let expiry: ExpiryCheck
    private let notBefore: NotBeforeCheck
    private let audience: AudienceCheck
    private let requiredClaims: RequiredClaimsCheck
    private let issuedAt: IssuedAtCheck
    private let lifetime: LifetimeCheck?
    private let age: AgeCheck?
    private let scope = ScopeCheck()

    /// Compiles requirements.
    package init(_ requirements: TokenRequirements) {
        let leeway = requirements.leeway.inSeconds
        issuer = Array(requirements.issuer.utf8)
        type = requirements.tokenTypes.map { TypeCheck($0) }
        algorithm = AlgorithmCheck(allowed: requirements.algorithms)
        expiry = ExpiryCheck(leeway: leeway)
        notBefore = NotBeforeCheck(leeway: leeway)
        audience = AudienceCheck(requirements.audiences)
        requiredClaims = RequiredClaimsCheck(requirements.requiredClaims)
        issuedAt = IssuedAtCheck(isRequired: requirements.maxAge != nil || requirements.maxLifetime != nil)
        lifetime = requirements.maxLifetime.map { LifetimeCheck(maxLifetime: $0.inSeconds) }
        age = requirements.maxAge.map { AgeCheck(maxAge: $0.inSeconds, leeway: leeway) }
    }

    /// The algorithms that the issuer may use.
    package var algorithms: AlgorithmSet { algorithm.allowed }

    /// Runs every check between `iss` and the key in the documented order; nil when all pass.
    package func problem(
        with token: borrowing UnverifiedToken,
        at now: Double,
        _ observer: CheckObserver?
    ) -> TokenProblem? {
        if let type, let problem = type.problem(with: token, at: now, observer) { return problem }
        if let problem = algorithm.problem(with: token, at: now, observer) { return problem }
        if let problem = expiry.problem(with: token, at: now, observer) { return problem }
        if let problem = notBefore.problem(with: token, at: now, observer) { return problem }
        if let problem = audience.problem(with: token, at: now, observer) { return problem }
        if let problem = requiredClaims.problem(with: token, at: now, observer) { return problem }
        if let problem = issuedAt.problem(with: token, at: now, observer) { return problem }
        if let lifetime, let problem = lifetime.problem(with: token, at: now, observer) { return problem }
        if let age, let problem = age.problem(with: token, at: now, observer) { return problem }
        return scope.problem(with: token, at: now, observer)
    }

    /// Checks the times only: nothing else can change about a token that passed before.
    package func problem(with times: TokenTimes, at now: Double) -> TokenProblem? {
        guard expiry.passes(times.expiry, at: now) else { return .claim(.expiry, .tokenExpired) }
        guard notBefore.passes(times.notBefore, at: now) else { return .claim(.notBefore, .tokenNotYetValid) }
        guard let age, !age.passes(times.issuedAt, at: now) else { return nil }
        return .claim(.age, .tokenExpired)
    }

    /// When a token expires without leeway, in Unix seconds.
    package func lastMoment(of times: TokenTimes) -> Double {
        min(times.expiry, times.issuedAt + (age?.maxAge ?? .infinity))
    }

    /// Describes a check of a token; nil for a check that is made elsewhere.
    package func description(
        of check: TokenCheck,
        for token: borrowing UnverifiedToken,
        at now: Double
    ) -> CheckDescription? {
        switch check {
        case .type: type?.description(of: token, at: now)
        case .algorithm: algorithm.description(of: token, at: now)
        case .expiry: expiry.description(of: token, at: now)
        case .notBefore: notBefore.description(of: token, at: now)
        case .audience: audience.description(of: token, at: now)
        case .requiredClaims: requiredClaims.description(of: token, at: now)
        case .issuedAt: issuedAt.description(of: token, at: now)
        case .lifetime: lifetime?.description(of: token, at: now)
        case .age: age?.description(of: token, at: now)
        case .scope: scope.description(of: token, at: now)
        case .parts, .header, .critical, .payload, .issuer, .key, .signature: nil
        }
    }
}
