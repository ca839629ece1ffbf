import JOSE
import TestSupport
import Testing

@testable import Issuers

/// Fetches over TLS: whom they trust.
struct FetchTLSTests {
    private let folder: TemporaryFolder
    private let caFile: String

    init() throws {
        folder = try TemporaryFolder()
        caFile = try folder.write(TestCertificates.authority, to: "ca.pem")
    }

    /// What a fetch from a provider with this certificate brings.
    private func fetch(
        _ certificate: String,
        host: String = "localhost",
        caFile: String?
    ) async throws -> Result<FetchedKeys, FetchError> {
        let provider = try await FaultyProvider.start(tls: try TestCertificates.server(certificate))
        provider.serve(TestKeys.set("a"))
        let transport = KeyTransport(environment: [:])
        let issuer = IssuerKeys(
            issuer: "https://issuer.example",
            source: .url(provider.url(host: host)),
            caFile: caFile
        )
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(issuer, held: nil, maxAge: nil, rediscover: true)
        await transport.shutdown()
        try await provider.stop()
        if outcome.failure != nil { #expect(provider.requests.isEmpty) }
        return outcome
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func theOperatorsAuthorityIsTrusted(host: String) async throws {
        let answer = try await fetch(TestCertificates.localhost, host: host, caFile: caFile).get()
        #expect(answer.keys.set.keys.map(\.keyID) == ["a"])
    }

    @Test func anUnknownAuthorityIsNot() async throws {
        let error = try #require(try await fetch(TestCertificates.localhost, caFile: nil).failure)
        #expect(error.message.contains("`ca_file`"), "\(error.message)")
    }

    @Test func anotherAuthorityIsNot() async throws {
        let other = try folder.write(TestCertificates.otherAuthority, to: "other.pem")
        let error = try #require(try await fetch(TestCertificates.localhost, caFile: other).failure)
        #expect(error.message.contains("not trusted"), "\(error.message)")
    }

    @Test func theNameMustFit() async throws {
        let error = try #require(try await fetch(TestCertificates.elsewhere, caFile: caFile).failure)
        #expect(error.message.contains("not for localhost"), "\(error.message)")
    }

    @Test func anExpiredCertificateIsRefused() async throws {
        let error = try #require(try await fetch(TestCertificates.expired, caFile: caFile).failure)
        #expect(error.message.contains("expired"), "\(error.message)")
    }

    @Test(arguments: ["", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"])
    func aFileWithoutCertificatesIsAnError(content: String) async throws {
        let file = try folder.write(content, to: "broken.pem")
        let error = try #require(try await fetch(TestCertificates.localhost, caFile: file).failure)
        #expect(error.message.contains("`ca_file` \(file)"), "\(error.message)")
    }

    @Test func aMissingFileIsAnError() async throws {
        let error = try #require(
            try await fetch(TestCertificates.localhost, caFile: folder.path("none")).failure
        )
        #expect(error.message.contains("cannot be read"), "\(error.message)")
    }

    @Test func tlsOnAPlainPortFailsInPlainWords() async throws {
        let provider = try await FaultyProvider.start()
        let transport = KeyTransport(environment: [:])
        let url = "https://127.0.0.1:\(provider.port)/keys"
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(IssuerKeys(issuer: "a", source: .url(url)), held: nil, maxAge: nil, rediscover: true)
        let error = try #require(outcome.failure)
        #expect(error.message.contains("speak TLS there"), "\(error.message)")
        await transport.shutdown()
        try await provider.stop()
    }

    @Test func plainHTTPOnATLSPortFails() async throws {
        let provider = try await FaultyProvider.start(tls: try TestCertificates.server(TestCertificates.localhost))
        let transport = KeyTransport(environment: [:])
        let url = "http://127.0.0.1:\(provider.port)/keys"
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(IssuerKeys(issuer: "a", source: .url(url)), held: nil, maxAge: nil, rediscover: true)
        #expect(outcome.failure != nil)
        await transport.shutdown()
        try await provider.stop()
    }
}
