import NIOSSL

extension TLSFiles {
    /// What is wrong with each of the files, or with all of them together; empty where a listener could speak TLS with them.
    package func problems() -> [TLSFileError] {
        let single = [
            Self.problem { () throws(TLSFileError) in _ = try Self.certificates(in: certificate) },
            Self.problem { () throws(TLSFileError) in
                _ = try TLSContents.privateKey(try TLSContents.bytes(of: key), key)
            },
            Self.problem { () throws(TLSFileError) in _ = try clientCACertificates.map(Self.certificates) },
        ]
        let problems = single.compactMap(\.self)
        guard problems.isEmpty else { return problems }
        return [Self.problem { () throws(TLSFileError) in _ = try context() }].compactMap(\.self)
    }

    private static func problem(_ body: () throws(TLSFileError) -> Void) -> TLSFileError? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    /// A warning for each file with a certificate that has expired, will before long, or is not valid yet: the
    /// listener's own, those that lead to its authority, and the authorities of its clients.
    ///
    /// - Parameter now: Unix seconds.
    /// - Throws: ``TLSFileError`` when a file cannot be read.
    package func warnings(now: Double) throws(TLSFileError) -> [(path: String, message: String)] {
        try TLSContents(reading: self).validity().flatMap { validity in
            validity.warnings(at: now).map { (validity.path, $0) }
        }
    }

    /// The name that a certificate is for: its first DNS name; nil when it has none or cannot be read.
    package static func serverName(in certificate: String) -> String? {
        guard let names = try? certificates(in: certificate).first?._subjectAlternativeNames() else { return nil }
        for name in names where name.nameType == .dnsName {
            return String(validating: name.contents, as: UTF8.self)
        }
        return nil
    }

    /// Reads the files; this blocks, and so does not belong on an event loop.
    ///
    /// - Throws: ``TLSFileError`` for the first that is wrong.
    func context() throws(TLSFileError) -> NIOSSLContext {
        try TLSContents(reading: self).context()
    }

    private static func certificates(in path: String) throws(TLSFileError) -> [NIOSSLCertificate] {
        try TLSContents.certificates(try TLSContents.bytes(of: path), path)
    }
}
