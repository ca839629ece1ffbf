import Glibc
import TestSupport
import Testing

@testable import Gateway

@Suite("Files for TLS")
struct TLSFilesTests {
    private let folder: TemporaryFolder
    private let good: TLSFiles

    init() throws {
        folder = try TemporaryFolder()
        good = TLSFiles(
            certificate: try folder.write(TestPEM.server + "\n" + TestPEM.authority, to: "server.pem"),
            key: try folder.write(TestPEM.serverKey, to: "server.key"),
            clientCACertificates: try folder.write(TestPEM.authority + "\n" + TestPEM.otherAuthority, to: "ca.pem")
        )
    }

    private func problem(_ edit: (inout TLSFiles) throws -> Void) rethrows -> String? {
        var files = good
        try edit(&files)
        let problems = files.problems()
        #expect(problems.count <= 1)
        return problems.first?.description
    }

    @Test("Chains and several CA certificates are read")
    func readsGoodFiles() {
        #expect(problem { _ in } == nil)
        #expect(problem { $0.clientCACertificates = nil } == nil)
        #expect(TLSFiles.serverName(in: good.certificate) == "postern.example")
        #expect(TLSFiles.serverName(in: good.key) == nil)
    }

    @Test("Errors name the file and the fix")
    func explainsBadFiles() throws {
        let nowhere = "\(folder.path)/nowhere.pem"
        let missing = "TLS: \(nowhere) cannot be read: No such file or directory"
        #expect(problem { $0.certificate = nowhere } == missing)
        #expect(problem { $0.key = nowhere } == missing)
        #expect(problem { $0.clientCACertificates = nowhere } == missing)
        #expect(problem { $0.certificate = folder.path } == "TLS: \(folder.path) is not a regular file")

        let empty = try folder.write("", to: "empty.pem")
        #expect(problem { $0.certificate = empty } == "TLS: \(empty) has no certificate in PEM form")
        #expect(problem { $0.key = empty } == "TLS: \(empty) has no private key in PEM form")
        #expect(problem { $0.clientCACertificates = empty } == "TLS: \(empty) has no certificate in PEM form")
        #expect(problem { $0.certificate = good.key } == "TLS: \(good.key) has no certificate in PEM form")
        #expect(problem { $0.key = good.certificate } == "TLS: \(good.certificate) has no private key in PEM form")

        let encrypted = try folder.write(TestPEM.encryptedKey, to: "encrypted.key")
        let passphrase = "has a passphrase, which is not supported; remove it from the key"
        #expect(problem { $0.key = encrypted } == "TLS: \(encrypted) \(passphrase)")
        let kinds = "use RSA, Ed25519, or ECDSA with P-256, P-384 or P-521"
        let strange = try folder.write(TestPEM.strange, to: "strange.pem")
        let foreign = "has an unsupported key type; \(kinds)"
        #expect(problem { $0.certificate = strange } == "TLS: \(strange) \(foreign)")
        let strangeKey = try folder.write(TestPEM.strangeKey, to: "strange.key")
        let unknown = "has a private key that is damaged or of an unsupported type; \(kinds)"
        #expect(problem { $0.key = strangeKey } == "TLS: \(strangeKey) \(unknown)")
        let torn = try folder.write(TestPEM.server.replacing("MII", with: "III"), to: "torn.pem")
        #expect(problem { $0.certificate = torn } == "TLS: \(torn) has a damaged certificate; copy the file again")
        let other = try folder.write(TestPEM.newServerKey, to: "other.key")
        let mismatch = "is not the private key of the certificate in \(good.certificate)"
        #expect(problem { $0.key = other } == "TLS: \(other) \(mismatch)")
        #expect(problem { $0.certificate = "/dev/zero" } == "TLS: /dev/zero is not a regular file")
        let long = try folder.write(String(repeating: " ", count: 1 << 20 + 1), to: "long.pem")
        #expect(problem { $0.certificate = long } == "TLS: \(long) is larger than 1 MiB")
    }

    @Test("A pipe is refused without waiting for it")
    func refusesPipes() {
        let pipe = "\(folder.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let told = "TLS: \(pipe) is not a regular file"
        #expect(problem { $0.certificate = pipe } == told)
        #expect(problem { $0.key = pipe } == told)
        #expect(problem { $0.clientCACertificates = pipe } == told)
    }

    @Test("Each file is checked, and their combination only if each is valid")
    func findsAll() throws {
        var files = good
        files.certificate = "\(folder.path)/none.pem"
        files.key = "\(folder.path)/none.key"
        files.clientCACertificates = "\(folder.path)/none.ca"
        #expect(files.problems().map(\.path) == [files.certificate, files.key, files.clientCACertificates])
        files = good
        files.key = try folder.write(TestPEM.newServerKey, to: "other.key")
        #expect(files.problems().map(\.path) == [files.key])
    }

    @Test("A certificate of the chain that expires soon or has expired causes a warning")
    func warnsOfExpiry() throws {
        let day = 86_400.0
        // That of the server; its authority ends with it.
        let end = 4_733_477_308.0
        func warning(_ certificate: String, _ now: Double) throws -> String? {
            var files = good
            files.certificate = certificate
            files.clientCACertificates = nil
            let warnings = try files.warnings(now: now)
            #expect(warnings.count <= 1)
            return warnings.first?.message
        }
        let told = "TLS: \(good.certificate) has a certificate that"
        let time = "2119-12-31T14:48:28.000Z; renew it"
        #expect(try warning(good.certificate, end - 15 * day) == nil)
        #expect(try warning(good.certificate, end - 13 * day) == "\(told) expires at \(time)")
        #expect(try warning(good.certificate, end) == "\(told) expires at \(time)")
        #expect(try warning(good.certificate, end + 1) == "\(told) expired at \(time)")
        let chain = try folder.write(TestPEM.strange + "\n" + TestPEM.server, to: "chain.pem")
        #expect(try warning(chain, end - 13 * day)?.hasPrefix("TLS: \(chain) has a certificate that expires") == true)
        #expect(throws: TLSFileError.self) { try warning(good.key, 0) }
    }

    @Test("Client CA certificates and certificates that are not valid yet cause warnings too")
    func warnsOfEachFile() throws {
        let end = 4_733_477_308.0
        let authorities = try #require(good.clientCACertificates)
        let both = [good.certificate, authorities]
        #expect(
            try good.warnings(now: end + 1).map(\.message)
                == both.map { "TLS: \($0) has a certificate that expired at 2119-12-31T14:48:28.000Z; renew it" }
        )
        // All were made in one second.
        let start = 1_795_618_108.0
        #expect(try good.warnings(now: start).isEmpty)
        #expect(
            try good.warnings(now: start - 1).map(\.message)
                == both.map {
                    "TLS: \($0) has a certificate that is not valid until 2026-11-25T14:48:28.000Z"
                }
        )
    }
}
