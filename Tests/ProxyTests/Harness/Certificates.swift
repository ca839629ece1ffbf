import TestSupport

/// An authority and what it signed, made by openssl in a folder.
struct Certificates {
    /// The name that the listener's certificate is for, beside 127.0.0.1.
    static let serverName = "postern.example"

    let authority: String
    let server: String
    let serverKey: String
    let client: String
    let clientKey: String

    private static let configuration = """
        [req]
        distinguished_name = name
        [name]
        [authority]
        basicConstraints = critical, CA:TRUE
        [server]
        subjectAltName = DNS:\(serverName), IP:127.0.0.1
        [client]
        extendedKeyUsage = clientAuth
        """

    /// - Parameter openssl: the program.
    init(_ openssl: String, in folder: TemporaryFolder) async throws {
        let configuration = try folder.write(Self.configuration, to: "openssl.cnf")
        func make(_ name: String, _ section: String, by authority: String?) async throws -> String {
            let certificate = "\(folder.path)/\(name).pem"
            let signer = authority.map { ["-CA", $0, "-CAkey", "\(folder.path)/authority.key"] } ?? []
            let arguments =
                ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
                + ["-config", configuration, "-extensions", section, "-subj", "/CN=\(name)"]
                + ["-keyout", "\(folder.path)/\(name).key", "-out", certificate] + signer
            let child = try ChildProcess(openssl, arguments, in: folder)
            guard try await child.exit() == 0 else { throw HarnessError("openssl: \(child.output)") }
            return certificate
        }
        authority = try await make("authority", "authority", by: nil)
        server = try await make("server", "server", by: authority)
        client = try await make("client", "client", by: authority)
        (serverKey, clientKey) = ("\(folder.path)/server.key", "\(folder.path)/client.key")
    }
}
