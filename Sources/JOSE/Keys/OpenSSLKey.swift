internal import CTokenCrypto

/// A public key or a shared secret inside OpenSSL, freed with this object.
///
/// Unchecked, because the compiler cannot see that it is immutable: the shim never changes a key after creation, and
/// OpenSSL allows threads to share an unmodified key.
@safe final class OpenSSLKey: @unchecked Sendable {
    let pointer: OpaquePointer

    private init?(_ pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe ptc_key_free(pointer)
    }

    /// Nil when OpenSSL rejects the numbers; both are big-endian.
    static func rsa(modulus: [UInt8], exponent: [UInt8]) -> OpenSSLKey? {
        unsafe OpenSSLKey(ptc_key_rsa(modulus, modulus.count, exponent, exponent.count))
    }

    /// Nil when the point, `04 | x | y`, is not on the curve.
    static func ellipticCurve(group: String, point: [UInt8]) -> OpenSSLKey? {
        unsafe OpenSSLKey(ptc_key_ec(group, point, point.count))
    }

    /// Nil when libcrypto does not support the type or rejects the bytes.
    static func raw(type: String, bytes: [UInt8]) -> OpenSSLKey? {
        unsafe OpenSSLKey(ptc_key_raw(type, bytes, bytes.count))
    }

    static func secret(_ bytes: [UInt8]) -> OpenSSLKey? {
        unsafe OpenSSLKey(ptc_key_hmac(bytes, bytes.count))
    }
}
