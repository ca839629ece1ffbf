import JOSE

/// Reads a key set from a local file.
enum KeyFile {
    /// Reads and parses the file.
    ///
    /// - Throws: ``FetchError`` when it cannot be read, or has no usable key.
    static func load(_ path: String, issuer: String) throws(FetchError) -> CurrentKeySet {
        let bytes = try RegularFile.read(path, limit: KeyTransport.maxBytes).bytes
        return try CurrentKeySet(parsing: bytes, from: path, issuer: issuer, trust: .operatorFile)
    }
}
