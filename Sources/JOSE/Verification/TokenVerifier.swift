/// Verifies the tokens of one issuer or of several: the whole of JOSE in one call, for any Swift program.
///
/// Make one per thread or event loop: it keeps buffers and prepared keys. It does no I/O and has no clock.
public final class TokenVerifier {
    /// Names of the issuers; what belongs to them has the same number.
    private let names: [[UInt8]]
    private let requirements: [IssuerRequirements]
    private let keys: [KeyRing]
    private var token = UnverifiedToken()

    /// A verifier of one issuer's tokens with its keys, which it copies; new keys need a new verifier.
    public convenience init(_ requirements: TokenRequirements, keys: JWKSet) {
        self.init([(requirements, keys)])
    }

    /// A verifier of several issuers' tokens, each with what its tokens must look like and its keys.
    ///
    /// A token is judged by the requirements of the issuer that it names, and tried with the keys of that one alone; a token
    /// of another is refused for ``Reason/issuerUnknown``. Of two issuers with the same name, the first counts.
    public init(_ issuers: [(requirements: TokenRequirements, keys: JWKSet)]) {
        requirements = issuers.map { IssuerRequirements($0.requirements) }
        names = requirements.map(\.issuer)
        keys = issuers.map { KeyRing($0.keys) }
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
        let issuer: Int
        switch token.issuer(among: names, trace) {
        case .found(let index): issuer = index
        case .refused(let reason): return .refused(reason)
        }
        let requirements = requirements[issuer]
        if let reason = requirements.refusal(of: token, now: now, trace: trace) { return .refused(reason) }
        switch keys[issuer].verify(token, allowing: requirements.algorithms, trace: trace) {
        case .verified(let token): return .verified(token)
        case .refused(let reason), .unknownKey(let reason): return .refused(reason)
        }
    }
}
