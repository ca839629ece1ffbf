import NIOSSL

/// Reads files of CA certificates, such as a `ca_file`.
enum CACertificateFile {
    private static let maxBytes = 8 << 20

    /// The certificates of a `ca_file`.
    ///
    /// - Throws: ``FetchError`` when it cannot be read, or contains no certificate.
    static func certificates(in caFile: String) throws(FetchError) -> [NIOSSLCertificate] {
        let text: [UInt8]
        do throws(FetchError) {
            text = try RegularFile.read(caFile, limit: maxBytes).bytes
        } catch {
            throw FetchError("`ca_file`: \(error.message)")
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(text) else {
            throw FetchError("`ca_file` \(caFile) contains no readable PEM certificate")
        }
        guard !certificates.isEmpty else { throw FetchError("`ca_file` \(caFile) contains no PEM certificate") }
        return certificates
    }
}
