import Foundation
import JOSE
import NIOSSL
import TestSupport
import Testing

@testable import Issuers

/// Which authorities a fetch trusts beside those in `ca_file`.
@Suite("Trust stores")
struct TrustStoreTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func fetch(
        _ environment: [String: String],
        paths: TrustStorePaths = TrustStorePaths(files: [], folders: [])
    ) async throws -> Result<FetchedKeys, FetchError> {
        let transport = KeyTransport(environment: environment, paths: paths)
        let outcome = try await fetch(with: transport)
        await transport.shutdown()
        return outcome
    }

    /// A fetch from a provider with a certificate of the tests' own authority.
    private func fetch(with transport: KeyTransport) async throws -> Result<FetchedKeys, FetchError> {
        let provider = try await FaultyProvider.start(tls: try TestCertificates.server(TestCertificates.localhost))
        provider.serve(TestKeys.set("a"))
        let issuer = IssuerKeys(issuer: "a", source: .url(provider.url()))
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(issuer, current: nil, maxAge: nil, rediscover: true)
        try await provider.stop()
        return outcome
    }

    private func content(_ environment: [String: String], usual: TrustStorePaths) -> TrustStore.Content {
        TrustStore(.chosen(by: environment, usual: usual)).content()
    }

    @Test("The file of the environment is trusted") func theFileOfTheEnvironmentIsTrusted() async throws {
        let file = try folder.write(TestCertificates.authority, to: "ca.pem")
        #expect(try await fetch(["SSL_CERT_FILE": file]).get().keys.set.keys.count == 1)
        let other = try folder.write(TestCertificates.otherAuthority, to: "other.pem")
        let error = try #require(try await fetch(["SSL_CERT_FILE": other]).failure)
        #expect(error.message.contains("is not trusted by \(other) (SSL_CERT_FILE), or expired"), "\(error.message)")
    }

    @Test("Folders of the environment are trusted by their hashes")
    func foldersOfTheEnvironmentAreTrustedByTheirHashes() async throws {
        try FileManager.default.createDirectory(atPath: folder.path("one"), withIntermediateDirectories: false)
        try FileManager.default.createDirectory(atPath: folder.path("two"), withIntermediateDirectories: false)
        let folders = "\(folder.path("one")):\(folder.path("two"))"
        try folder.write(TestCertificates.authority, to: "one/authority.pem")
        let error = try #require(try await fetch(["SSL_CERT_DIR": folders]).failure)
        #expect(error.message.contains("there is no CA certificate to trust"), "\(error.message)")
        #expect(
            error.message.contains("\(folder.path("one")) contains no certificate named by its hash"),
            "\(error.message)"
        )
        try folder.write(TestCertificates.authority, to: "two/0a1b2c3d.0")
        #expect(try await fetch(["SSL_CERT_DIR": folders]).get().keys.set.keys.count == 1)
    }

    @Test("A changed store counts at the next fetch") func aChangedStoreCountsAtTheNextFetch() async throws {
        let file = try folder.write(TestCertificates.otherAuthority, to: "store.pem")
        let transport = KeyTransport(environment: [:], paths: TrustStorePaths(files: [file], folders: []))
        #expect(try await fetch(with: transport).failure != nil)
        try folder.write(TestCertificates.authority, to: "store.pem")
        #expect(try await fetch(with: transport).get().keys.set.keys.count == 1)
        try folder.write(TestCertificates.otherAuthority, to: "store.pem")
        #expect(try await fetch(with: transport).failure != nil)
        try FileManager.default.removeItem(atPath: file)
        let error = try #require(try await fetch(with: transport).failure)
        #expect(error.message.contains("there is no CA certificate to trust in any of \(file); "), "\(error.message)")
        await transport.shutdown()
    }

    @Test("A folder whose files change counts at the next fetch")
    func aFolderWhoseFilesChangeCountsAtTheNextFetch() throws {
        try FileManager.default.createDirectory(atPath: folder.path("certs"), withIntermediateDirectories: false)
        let store = TrustStore(TrustStorePaths(files: [], folders: [folder.path("certs")]))
        #expect(store.content().certificates.isEmpty)
        let real = try folder.write(TestCertificates.authority, to: "real.pem")
        try FileManager.default.createSymbolicLink(atPath: folder.path("certs/01234567.0"), withDestinationPath: real)
        #expect(store.content().certificates == (try NIOSSLCertificate.fromPEMFile(real)))
        try folder.write(TestCertificates.otherAuthority, to: "real.pem")
        #expect(store.content().certificates == (try NIOSSLCertificate.fromPEMFile(real)))
        #expect(store.content().name == folder.path("certs"))
    }

    @Test("Plain HTTP needs no CA certificates") func plainHTTPNeedsNoAuthority() async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("a"))
        let transport = KeyTransport(environment: [:], paths: TrustStorePaths(files: [], folders: []))
        let issuer = IssuerKeys(issuer: "a", source: .url(provider.url()))
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(issuer, current: nil, maxAge: nil, rediscover: true)
        #expect(try outcome.get().keys.set.keys.count == 1)
        await transport.shutdown()
        try await provider.stop()
    }

    @Test("The first usual place that has certificates counts")
    func theFirstUsualPlaceThatHasCertificatesCounts() throws {
        let empty = try folder.write("", to: "empty.pem")
        let first = try folder.write(TestCertificates.authority, to: "first.pem")
        let second = try folder.write(TestCertificates.otherAuthority, to: "second.pem")
        try FileManager.default.createDirectory(atPath: folder.path("certs"), withIntermediateDirectories: false)
        // The folder has the file's authority too, as Debian's has.
        try folder.write(TestCertificates.authority, to: "certs/01234567.0")
        try folder.write(TestCertificates.otherAuthority, to: "certs/README")
        let usual = TrustStorePaths(
            files: [folder.path("none"), empty, first, second],
            folders: [folder.path("nowhere"), folder.path("certs")]
        )
        let found = content([:], usual: usual)
        #expect(found.certificates.count == 1)
        #expect(found.name == "\(first) and \(folder.path("certs"))")
        #expect(found.problems.isEmpty)
        let chosen = content(["SSL_CERT_FILE": second], usual: usual)
        #expect(chosen.name == "\(second) (SSL_CERT_FILE) and \(folder.path("certs"))")
        #expect(chosen.certificates.count == 2)
        #expect(content(["SSL_CERT_FILE": "", "SSL_CERT_DIR": ""], usual: usual).name == found.name)
    }

    @Test("A missing file that the environment names is reported") func whatTheEnvironmentNamesInVainIsTold() throws {
        let junk = try folder.write("junk", to: "junk.pem")
        let usual = TrustStorePaths(files: [], folders: [])
        func problems(_ environment: [String: String]) -> [String] { content(environment, usual: usual).problems }
        let missing = folder.path("none.pem")
        #expect(
            problems(["SSL_CERT_FILE": missing])
                == ["SSL_CERT_FILE: \(missing) cannot be read: No such file or directory"]
        )
        #expect(problems(["SSL_CERT_FILE": junk]) == ["SSL_CERT_FILE: \(junk) contains no readable PEM certificate"])
        #expect(problems(["SSL_CERT_FILE": folder.path]) == ["SSL_CERT_FILE: \(folder.path) is not a regular file"])
        #expect(
            problems(["SSL_CERT_DIR": missing]) == [
                "SSL_CERT_DIR: \(missing) cannot be read: No such file or directory"
            ]
        )
        #expect(problems(["SSL_CERT_DIR": junk]) == ["SSL_CERT_DIR: \(junk) is a file; name it in SSL_CERT_FILE"])
    }

    @Test("One damaged certificate does not affect the others")
    func oneDamagedCertificateDoesNotTakeTheOthersAway() throws {
        let damaged = "-----BEGIN CERTIFICATE-----\nMIIBdDCC\n-----END CERTIFICATE-----\n"
        let file = try folder.write(
            "# a name\n\(TestCertificates.authority)\n\(damaged)# another\n\(TestCertificates.otherAuthority)\n",
            to: "store.pem"
        )
        let found = content(["SSL_CERT_FILE": file], usual: TrustStorePaths(files: [], folders: []))
        #expect(found.certificates.count == 2)
        #expect(found.problems.isEmpty)
    }

    @Test(
        "The usual paths of this system have CA certificates",
        .enabled(if: FileManager.default.fileExists(atPath: "/etc/ssl/certs/ca-certificates.crt"))
    )
    func theUsualPlacesOfThisSystemHaveAuthorities() {
        #expect(TrustStore(.usual).content().certificates.count > 50)
    }
}
