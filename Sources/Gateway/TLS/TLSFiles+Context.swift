import NIOSSL

extension TLSFiles {
    /// The errors in the single files or, if there are none, in their combination; empty if a listener can use them.
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

    /// Warnings about certificates that have expired, expire within 14 days, or are not valid yet.
    ///
    /// - Parameter now: Unix seconds.
    /// - Returns: a path and a message for each warning.
    /// - Throws: ``TLSFileError`` if a file cannot be read.
    package func warnings(now: Double) throws(TLSFileError) -> [(path: String, message: String)] {
        try TLSContents(reading: self).validity().flatMap { validity in
            validity.warnings(at: now).map { (validity.path, $0) }
        }
    }

    /// The first DNS name of a certificate file; nil if there is none or the file cannot be read.
    package static func serverName(in certificate: String) -> String? {
        guard let names = try? certificates(in: certificate).first?._subjectAlternativeNames() else { return nil }
        for name in names where name.nameType == .dnsName {
            return String(validating: name.contents, as: UTF8.self)
        }
        return nil
    }

    /// Reads the files and creates a context; this blocks, so it must not run on an event loop.
    ///
    /// - Throws: ``TLSFileError`` for the first invalid file.
    func context() throws(TLSFileError) -> NIOSSLContext {
        try TLSContents(reading: self).context()
    }

    private static func certificates(in path: String) throws(TLSFileError) -> [NIOSSLCertificate] {
        try TLSContents.certificates(try TLSContents.bytes(of: path), path)
    }
}
