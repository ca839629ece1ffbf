/// The paths of the CA certificates that the system trusts.
struct TrustStorePaths: Sendable {
    /// The first of these files that contains certificates is used.
    var files: [String]
    /// Folders of files that are named by their hashes.
    var folders: [String]
    /// Whether `SSL_CERT_FILE` names the file.
    var isFileChosen = false
    /// Whether `SSL_CERT_DIR` names the folders; all of them are then used.
    var areFoldersChosen = false

    /// The usual paths of Debian, Alpine and Arch; Fedora and RHEL; SUSE; and BSD systems.
    static let usual = TrustStorePaths(
        files: [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/var/lib/ca-certificates/ca-bundle.pem",
            "/etc/ssl/cert.pem", "/usr/local/etc/ssl/cert.pem", "/etc/pki/tls/cacert.pem",
        ],
        folders: ["/etc/ssl/certs", "/etc/pki/tls/certs", "/var/lib/ca-certificates/openssl", "/usr/local/share/certs"]
    )

    /// The paths that the environment names, and `usual` ones for the others.
    static func chosen(by environment: [String: String], usual: TrustStorePaths = .usual) -> TrustStorePaths {
        var paths = usual
        if let file = environment["SSL_CERT_FILE"], !file.isEmpty {
            paths.files = [file]
            paths.isFileChosen = true
        }
        if let folders = environment["SSL_CERT_DIR"], !folders.isEmpty {
            paths.folders = folders.split(separator: ":").map(String.init)
            paths.areFoldersChosen = true
        }
        return paths
    }

    /// All paths, for a message.
    var names: String {
        (files + folders).joined(separator: ", ")
    }
}
