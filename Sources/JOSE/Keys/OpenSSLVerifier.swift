internal import CTokenCrypto

/// One OpenSSL key prepared for one algorithm: contexts are created once, not per call.
///
/// Used by one thread at a time.
@safe final class OpenSSLVerifier {
    private let pointer: OpaquePointer

    /// Nil when the key does not support the algorithm.
    init?(_ key: OpenSSLKey, _ algorithm: AlgorithmSet) {
        guard let (scheme, digest) = Self.scheme(of: algorithm),
            let pointer = unsafe ptc_verifier_new(key.pointer, scheme, digest)
        else { return nil }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe ptc_verifier_free(pointer)
    }

    private static func scheme(of algorithm: AlgorithmSet) -> (ptc_scheme, String)? {
        switch algorithm {
        case .rs256: (PTC_RSA_PKCS1, "SHA256")
        case .rs384: (PTC_RSA_PKCS1, "SHA384")
        case .rs512: (PTC_RSA_PKCS1, "SHA512")
        case .ps256: (PTC_RSA_PSS, "SHA256")
        case .ps384: (PTC_RSA_PSS, "SHA384")
        case .ps512: (PTC_RSA_PSS, "SHA512")
        case .es256, .es256k: (PTC_ECDSA, "SHA256")
        case .es384: (PTC_ECDSA, "SHA384")
        case .es512: (PTC_ECDSA, "SHA512")
        case .ed448, .mlDSA44, .mlDSA65, .mlDSA87: (PTC_ONE_SHOT, "")
        case .hs256: (PTC_HMAC, "SHA256")
        case .hs384: (PTC_HMAC, "SHA384")
        case .hs512: (PTC_HMAC, "SHA512")
        default: nil
        }
    }

    func isValid(_ signature: [UInt8], for message: Span<UInt8>) -> Bool {
        unsafe message.withUnsafeBufferPointer { message in
            unsafe ptc_verifier_verify(pointer, message.baseAddress, message.count, signature, signature.count) == 1
        }
    }
}
