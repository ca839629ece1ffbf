/// Why a request head is refused without a decision.
package enum HeadFault: Error, Equatable {
    /// It violates RFC 9110 or RFC 9112: 400.
    case malformed
    /// It has more bytes or fields than ``HeadLimits`` allow: 431 (RFC 6585 section 5).
    case tooLarge
}
