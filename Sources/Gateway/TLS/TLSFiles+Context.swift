import Glibc
import NIOCore
import NIOSSL
import Telemetry

extension TLSFiles {
    /// No PEM file of ours is larger.
    private static let largest = 1 << 20
    /// How long a client may take to say good-bye.
    private static let shutdownTimeout = Int64(2)
    /// How many seconds before its end a certificate should have been renewed: 14 days.
    private static let renewal = 14 * 86_400.0
    /// The kinds of keys that a listener's certificate may be for.
    private static let keyKinds = "use RSA, Ed25519, or ECDSA with P-256, P-384 or P-521"

    /// What is wrong with each of the files, or with all of them together; empty where a listener could speak TLS with them.
    package func problems() -> [TLSFileError] {
        let single = [
            Self.problem { () throws(TLSFileError) in _ = try Self.certificates(in: certificate) },
            Self.problem { () throws(TLSFileError) in _ = try privateKey() },
            Self.problem { () throws(TLSFileError) in _ = try clientAuthorities.map(Self.certificates) },
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
        var warnings: [(path: String, message: String)] = []
        for path in [certificate, clientAuthorities] {
            guard let path else { continue }
            let certificates = try Self.certificates(in: path)
            if let end = certificates.map({ Double($0.notValidAfter) }).min(), end < now + Self.renewal {
                let verb = end < now ? "expired" : "expires"
                let time = Timestamp.rfc3339(end)
                warnings.append((path, "TLS: \(path) has a certificate that \(verb) at \(time); renew it"))
            }
            if let start = certificates.map({ Double($0.notValidBefore) }).max(), start > now {
                let time = Timestamp.rfc3339(start)
                warnings.append(
                    (path, "TLS: \(path) has a certificate that is not valid before \(time); wait, or renew it")
                )
            }
        }
        return warnings
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
        let chain = try Self.certificates(in: certificate)
        let privateKey = try privateKey()
        let authorities: [NIOSSLCertificate]? =
            if let clientAuthorities { try Self.certificates(in: clientAuthorities) } else { nil }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(Self.shutdownTimeout)
        if let authorities {
            // Names are not compared: whoever the authority vouches for is a proxy of the operator's.
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(authorities)
            configuration.sendCANameList = true
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch NIOSSLError.failedToLoadPrivateKey {
            throw TLSFileError(key, "is not the private key of the certificate in \(certificate)")
        } catch {
            // All files could be read: what is left is a certificate whose key the library does not know.
            throw TLSFileError(certificate, "is for a kind of key that cannot be used; \(Self.keyKinds)")
        }
    }

    private static func certificates(in path: String) throws(TLSFileError) -> [NIOSSLCertificate] {
        let bytes = try bytes(of: path)
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            let hasOne = String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----")
            throw TLSFileError(
                path,
                hasOne ? "has a damaged certificate; copy the file anew" : "has no certificate in PEM form"
            )
        }
        return certificates
    }

    private func privateKey() throws(TLSFileError) -> NIOSSLPrivateKey {
        let bytes = try Self.bytes(of: key)
        guard let privateKey = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw TLSFileError(key, Self.problem(ofKey: String(decoding: bytes, as: UTF8.self)))
        }
        return privateKey
    }

    private static func problem(ofKey text: String) -> String {
        if text.contains("ENCRYPTED") {
            "has a passphrase, which nobody could enter; write the key without one"
        } else if text.contains("PRIVATE KEY-----") {
            "has a private key that is damaged or of a kind that cannot be used; \(keyKinds)"
        } else {
            "has no private key in PEM form"
        }
    }

    private static func bytes(of path: String) throws(TLSFileError) -> [UInt8] {
        // Opening a pipe would wait for its other end.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw TLSFileError(unreadable: path, errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw TLSFileError(unreadable: path, errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw TLSFileError(path, "is not a regular file") }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = unsafe read(descriptor, &part, part.count)
            guard count >= 0 else { throw TLSFileError(unreadable: path, errno) }
            if count == 0 { return bytes }
            bytes += part[..<count]
            guard bytes.count <= largest else { throw TLSFileError(path, "is larger than 1 MiB") }
        }
    }
}
