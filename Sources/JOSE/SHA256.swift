internal import CTokenCrypto

/// A reusable SHA-256 (FIPS 180-4) for one thread: the context is set up once.
@safe package final class SHA256 {
    private let pointer: OpaquePointer?

    package init() {
        unsafe pointer = ptc_sha256_new()
    }

    deinit {
        unsafe ptc_sha256_free(pointer)
    }

    /// The digest as four words; nil when the library fails, which means that it is out of memory.
    package func digest(_ bytes: Span<UInt8>) -> InlineArray<4, UInt64>? {
        guard let pointer = unsafe pointer else { return nil }
        var words = InlineArray<4, UInt64>(repeating: 0)
        let done = unsafe bytes.withUnsafeBufferPointer { bytes in
            var output = words.mutableSpan
            return unsafe output.withUnsafeMutableBytes { output in
                unsafe ptc_sha256_digest(
                    pointer,
                    bytes.baseAddress,
                    bytes.count,
                    output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                ) == 1
            }
        }
        return done ? words : nil
    }
}
