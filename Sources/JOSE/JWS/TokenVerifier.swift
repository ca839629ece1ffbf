/// Verifies the tokens of one issuer or of several, in any Swift program.
///
/// Create one per thread or event loop: it keeps buffers and prepared keys. It does no I/O and reads no clock.
public final class TokenVerifier {
    /// Finds the issuer; its requirements and keys have the same index.
    private let issuer: IssuerCheck
    private let requirements: [CompiledTokenRequirements]
    private let keys: [KeyRing]
    private var token = UnverifiedToken()

    /// Creates a verifier for one issuer's tokens; new keys need a new verifier.
    public convenience init(_ requirements: TokenRequirements, keys: JWKSet) {
        self.init([(requirements, keys)])
    }

    /// Creates a verifier for several issuers' tokens, each with its requirements and keys.
    ///
    /// A token is checked against the issuer that it names, and only with that issuer's keys. A token of any other issuer is
    /// refused with ``TokenFailure/issuerUnknown``. Of two issuers with the same name, the first is used.
    public init(_ issuers: [(requirements: TokenRequirements, keys: JWKSet)]) {
        requirements = issuers.map { CompiledTokenRequirements($0.requirements) }
        issuer = IssuerCheck(issuers: requirements.map(\.issuer))
        keys = issuers.map { KeyRing($0.keys) }
    }

    /// Verifies a compact token.
    ///
    /// - Parameters:
    ///   - text: the token.
    ///   - now: Unix seconds.
    ///   - observer: records every check; nil formats nothing.
    /// - Returns: the token with its claims, or the first failure. A refusal is a value, never an error.
    public func verify(_ text: String, at now: Double, observer: CheckObserver? = nil) -> Verification {
        verify(text.utf8.span, at: now, observer: observer)
    }

    /// Verifies a compact token that is part of a buffer, at a time in Unix seconds.
    ///
    /// - Returns: as ``verify(_:at:observer:)-(String,_,_)``.
    public func verify(_ text: Span<UInt8>, at now: Double, observer: CheckObserver? = nil) -> Verification {
        if let problem = token.parse(text, observer) { return .refused(problem.failure) }
        if let problem = issuer.problem(with: token, at: now, observer) { return .refused(problem.failure) }
        guard let number = issuer.issuer(of: token) else { return .refused(.issuerUnknown) }
        let requirements = requirements[number]
        if let problem = requirements.problem(with: token, at: now, observer) { return .refused(problem.failure) }
        switch keys[number].verify(token, allowing: requirements.algorithms, observer) {
        case .verified(let token): return .verified(token)
        case .refused(let problem), .unknownKey(let problem): return .refused(problem.failure)
        }
    }
}
