/// Why a request head is refused before anything is decided.
package enum HeadFault: Error, Equatable {
    /// It breaks a rule of RFC 9110 or RFC 9112: 400.
    case malformed
    /// It has more bytes or more fields than the limits allow: 431 (RFC 6585 section 5).
    case tooLarge
}
