/// Verifies the tokens of one issuer: the whole of JOSE in one call, for any Swift program.
///
/// Make one per thread or event loop: it keeps buffers and prepared keys. It does no I/O and has no clock.
public final class TokenVerifier {
    private let requirements: IssuerRequirements
    private let keys: KeyRing
    private var token = UnverifiedToken()

    /// A verifier of one issuer's tokens with its keys, which it copies; new keys need a new verifier.
    public init(_ requirements: TokenRequirements, keys: JWKSet) {
        self.requirements = IssuerRequirements(requirements)
        self.keys = KeyRing(keys)
    }

    /// Verifies a compact token at a time in Unix seconds.
    ///
    /// - Returns: the token with its claims, or the first reason against it. A refusal is a value, never an error.
    public func verify(_ text: String, at now: Double, trace: Trace? = nil) -> Verification {
        verify(text.utf8.span, at: now, trace: trace)
    }

    /// Verifies a compact token that is part of a buffer, at a time in Unix seconds.
    ///
    /// - Returns: as ``verify(_:at:trace:)-(String,_,_)``.
    public func verify(_ text: Span<UInt8>, at now: Double, trace: Trace? = nil) -> Verification {
        if let reason = token.parse(text, trace: trace) { return .refused(reason) }
        if let reason = token.issuerRefusal(expecting: requirements.issuer, trace) { return .refused(reason) }
        if let reason = requirements.refusal(of: token, now: now, trace: trace) { return .refused(reason) }
        switch keys.verify(token, allowing: requirements.algorithms, trace: trace) {
        case .verified(let token): return .verified(token)
        case .refused(let reason), .unknownKey(let reason): return .refused(reason)
        }
    }
}
