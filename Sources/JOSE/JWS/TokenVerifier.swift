/// Verifies the tokens of one issuer or of several: the whole of JOSE in one call, for any Swift program.
///
/// Make one per thread or event loop: it keeps buffers and prepared keys. It does no I/O and has no clock.
public final class TokenVerifier {
    /// Finds the issuer; what belongs to it has the same number.
    private let issuer: IssuerCheck
    private let requirements: [CompiledTokenRequirements]
    private let keys: [KeyRing]
    private var token = UnverifiedToken()

    /// A verifier of one issuer's tokens with its keys, which it copies; new keys need a new verifier.
    public convenience init(_ requirements: TokenRequirements, keys: JWKSet) {
        self.init([(requirements, keys)])
    }

    /// A verifier of several issuers' tokens, each with what its tokens must look like and its keys.
    ///
    /// A token is judged by the requirements of the issuer that it names, and tried with the keys of that one alone; a token
    /// of another is refused for ``TokenFailure/issuerUnknown``. Of two issuers with the same name, the first counts.
    public init(_ issuers: [(requirements: TokenRequirements, keys: JWKSet)]) {
        requirements = issuers.map { CompiledTokenRequirements($0.requirements) }
        issuer = IssuerCheck(issuers: requirements.map(\.issuer))
        keys = issuers.map { KeyRing($0.keys) }
    }

    /// Verifies a compact token at a time in Unix seconds.
    ///
    /// - Parameter observer: is shown every check; nil formats nothing.
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
