internal import CTokenCrypto

/// The libcrypto that was found at run time.
public enum CryptoLibrary {
    /// Its own name and version, such as `OpenSSL 3.0.19 …`.
    public static var version: String {
        guard let text = unsafe ptc_library_version() else { return "OpenSSL" }
        return unsafe String(cString: text)
    }
}
