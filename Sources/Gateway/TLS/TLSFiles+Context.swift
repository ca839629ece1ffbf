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

    /// Whether a listener could speak TLS with these files.
    ///
    /// - Throws: ``TLSFileError`` for the first that is wrong.
    package func check() throws(TLSFileError) {
        _ = try context()
    }

    /// A warning when the certificate, or one that leads to its authority, has expired or will before long.
    ///
    /// - Parameter now: Unix seconds.
    /// - Throws: ``TLSFileError`` when the certificate cannot be read.
    package func expiryWarning(now: Double) throws(TLSFileError) -> String? {
        let ends = try Self.certificates(in: certificate).map { Double($0.notValidAfter) }
        guard let end = ends.min(), end < now + Self.renewal else { return nil }
        let verb = end < now ? "expired" : "expires"
        return "TLS: \(certificate) has a certificate that \(verb) at \(Timestamp.rfc3339(end)); renew it"
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
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TLSFileError(unreadable: path, errno) }
        defer { close(descriptor) }
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
