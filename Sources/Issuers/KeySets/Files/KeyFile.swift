import JOSE

/// Reads a key set that the operator keeps in a file.
enum KeyFile {
    /// Reads and parses the file.
    ///
    /// - Throws: ``FetchError`` when it cannot be read, or has no usable key.
    static func load(_ path: String, issuer: String) throws(FetchError) -> HeldKeys {
        let bytes = try RegularFile.read(path, limit: KeyTransport.maxBytes).bytes
        return try HeldKeys(parsing: bytes, from: path, issuer: issuer, trust: .operatorFile)
    }
}
