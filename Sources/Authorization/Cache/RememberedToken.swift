internal import JOSE

/// What is kept of a verified token: enough to judge it anew without its signature.
struct RememberedToken {
    let digest: InlineArray<4, UInt64>
    let tag: UInt64
    let issuer: Int
    /// The issuer's key generation under which the signature was checked.
    let generation: UInt64
    let token: VerifiedToken
    /// The claim header lines, as they are sent.
    let headers: [UInt8]
    /// Whether it was used since the clock hand last came by.
    var isRecent = true
}
