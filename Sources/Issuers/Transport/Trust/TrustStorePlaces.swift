/// Where a system keeps the certificate authorities that it trusts.
struct TrustStorePlaces: Sendable {
    /// Of these files the first that has certificates counts.
    var files: [String]
    /// Folders of files with hashes for names.
    var folders: [String]
    /// Whether `SSL_CERT_FILE` names the file.
    var isFileChosen = false
    /// Whether `SSL_CERT_DIR` names the folders, which then count all.
    var areFoldersChosen = false

    /// The usual places of Debian, Alpine and Arch; Fedora and RHEL; SUSE; and systems of the BSD kind.
    static let usual = TrustStorePlaces(
        files: [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/var/lib/ca-certificates/ca-bundle.pem",
            "/etc/ssl/cert.pem", "/usr/local/etc/ssl/cert.pem", "/etc/pki/tls/cacert.pem",
        ],
        folders: ["/etc/ssl/certs", "/etc/pki/tls/certs", "/var/lib/ca-certificates/openssl", "/usr/local/share/certs"]
    )

    /// The places that the environment names, and `usual` ones for the others.
    static func chosen(by environment: [String: String], usual: TrustStorePlaces = .usual) -> TrustStorePlaces {
        var places = usual
        if let file = environment["SSL_CERT_FILE"], !file.isEmpty {
            places.files = [file]
            places.isFileChosen = true
        }
        if let folders = environment["SSL_CERT_DIR"], !folders.isEmpty {
            places.folders = folders.split(separator: ":").map(String.init)
            places.areFoldersChosen = true
        }
        return places
    }

    /// All of them, for a message.
    var names: String {
        (files + folders).joined(separator: ", ")
    }
}
