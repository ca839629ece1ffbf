import Bytes
import NIOCore
import NIOSSL

/// The contents of a listener's TLS files when they were read.
struct TLSContents: Sendable, Equatable {
    /// The maximum size of a file, in bytes.
    private static let maxFileSize = 1 << 20
    /// Seconds that a client may take to answer `close_notify`.
    private static let shutdownTimeout = Int64(2)
    /// The advice in errors about unsupported keys.
    private static let keyTypes = "use RSA, Ed25519, or ECDSA with P-256, P-384 or P-521"

    let files: TLSFiles
    private let certificate: [UInt8]
    private let key: [UInt8]
    private let clientCACertificates: [UInt8]?

    /// Reads the files; this blocks, so it must not run on an event loop.
    ///
    /// - Throws: ``TLSFileError`` for the first file that cannot be read.
    init(reading files: TLSFiles) throws(TLSFileError) {
        self.files = files
        certificate = try Self.bytes(of: files.certificate)
        key = try Self.bytes(of: files.key)
        clientCACertificates = if let path = files.clientCACertificates { try Self.bytes(of: path) } else { nil }
    }

    /// Creates a TLS context from the contents.
    ///
    /// Each context has its own session ticket keys, so clients of an earlier one must present their certificate again.
    ///
    /// - Throws: ``TLSFileError`` for the first invalid file.
    func context() throws(TLSFileError) -> NIOSSLContext {
        let chain = try Self.certificates(certificate, files.certificate)
        let privateKey = try Self.privateKey(key, files.key)
        let caCertificates = try parsedClientCACertificates()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(Self.shutdownTimeout)
        if let caCertificates {
            // Names are not compared: the operator's CA issues certificates to proxies only.
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(caCertificates)
            configuration.sendCANameList = true
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch NIOSSLError.failedToLoadPrivateKey {
            throw TLSFileError(files.key, "is not the private key of the certificate in \(files.certificate)")
        } catch {
            // All files were parsed: the remaining error is an unsupported type of certificate key.
            throw TLSFileError(files.certificate, "has an unsupported key type; \(Self.keyTypes)")
        }
    }

    /// The validity of each certificate file: the listener's chain, and the clients' CA certificates.
    ///
    /// - Throws: ``TLSFileError`` if a file contains no certificate.
    func validity() throws(TLSFileError) -> [CertificateValidity] {
        var all = [CertificateValidity(try Self.certificates(certificate, files.certificate), path: files.certificate)]
        if let path = files.clientCACertificates, let caCertificates = try parsedClientCACertificates() {
            all.append(CertificateValidity(caCertificates, path: path))
        }
        return all.compactMap(\.self)
    }

    private func parsedClientCACertificates() throws(TLSFileError) -> [NIOSSLCertificate]? {
        guard let path = files.clientCACertificates, let clientCACertificates else { return nil }
        return try Self.certificates(clientCACertificates, path)
    }

    /// The certificates of a PEM file, at least one.
    static func certificates(_ bytes: [UInt8], _ path: String) throws(TLSFileError) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            let hasOne = String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----")
            throw TLSFileError(
                path,
                hasOne ? "has a damaged certificate; copy the file again" : "has no certificate in PEM form"
            )
        }
        return certificates
    }

    /// The private key of a PEM file.
    static func privateKey(_ bytes: [UInt8], _ path: String) throws(TLSFileError) -> NIOSSLPrivateKey {
        guard let privateKey = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw TLSFileError(path, problem(ofKey: String(decoding: bytes, as: UTF8.self)))
        }
        return privateKey
    }

    private static func problem(ofKey text: String) -> String {
        if text.contains("ENCRYPTED") {
            "has a passphrase, which is not supported; remove it from the key"
        } else if text.contains("PRIVATE KEY-----") {
            "has a private key that is damaged or of an unsupported type; \(keyTypes)"
        } else {
            "has no private key in PEM form"
        }
    }

    /// Reads a regular file.
    static func bytes(of path: String) throws(TLSFileError) -> [UInt8] {
        do throws(FileProblem) {
            return try WholeFile.regular(at: path, limit: maxFileSize).bytes
        } catch .tooLarge {
            throw TLSFileError(path, "is larger than 1 MiB")
        } catch {
            throw TLSFileError(path, "\(error)")
        }
    }
}
