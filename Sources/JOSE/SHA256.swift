internal import CTokenCrypto

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    /// The digest of bytes; nil when libcrypto fails.
    package static func digest(_ bytes: Span<UInt8>) -> [32 of UInt8]? {
        var digest = [32 of UInt8](repeating: 0)
        let done = unsafe bytes.withUnsafeBufferPointer { bytes in
            var output = digest.mutableSpan
            return unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe ptc_sha256(bytes.baseAddress, bytes.count, output.baseAddress) == 1
            }
        }
        return done ? digest : nil
    }
}
