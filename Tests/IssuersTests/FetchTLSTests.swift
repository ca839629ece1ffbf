import JOSE
import TestSupport
import Testing

@testable import Issuers

/// Fetches over TLS: whom they trust.
@Suite("Fetches over TLS")
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
            .fetch(issuer, current: nil, maxAge: nil, rediscover: true)
        await transport.shutdown()
        try await provider.stop()
        if outcome.failure != nil { #expect(provider.requests.isEmpty) }
        return outcome
    }

    @Test("The operator's CA is trusted", arguments: ["localhost", "127.0.0.1"])
    func theOperatorsAuthorityIsTrusted(host: String) async throws {
        let answer = try await fetch(TestCertificates.localhost, host: host, caFile: caFile).get()
        #expect(answer.keys.set.keys.map(\.keyID) == ["a"])
    }

    @Test("An unknown CA is not trusted") func anUnknownAuthorityIsNot() async throws {
        let error = try #require(try await fetch(TestCertificates.localhost, caFile: nil).failure)
        #expect(error.message.contains("`ca_file`"), "\(error.message)")
    }

    @Test("Another CA is not trusted") func anotherAuthorityIsNot() async throws {
        let other = try folder.write(TestCertificates.otherAuthority, to: "other.pem")
        let error = try #require(try await fetch(TestCertificates.localhost, caFile: other).failure)
        #expect(error.message.contains("not trusted"), "\(error.message)")
    }

    @Test("The name must fit") func theNameMustFit() async throws {
        let error = try #require(try await fetch(TestCertificates.elsewhere, caFile: caFile).failure)
        #expect(error.message.contains("not for localhost"), "\(error.message)")
    }

    @Test("An expired certificate is refused") func anExpiredCertificateIsRefused() async throws {
        let error = try #require(try await fetch(TestCertificates.expired, caFile: caFile).failure)
        #expect(error.message.contains("expired"), "\(error.message)")
    }

    @Test(
        "A file without certificates is an error",
        arguments: ["", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"]
    )
    func aFileWithoutCertificatesIsAnError(content: String) async throws {
        let file = try folder.write(content, to: "broken.pem")
        let error = try #require(try await fetch(TestCertificates.localhost, caFile: file).failure)
        #expect(error.message.contains("`ca_file` \(file)"), "\(error.message)")
    }

    @Test("A missing file is an error") func aMissingFileIsAnError() async throws {
        let error = try #require(
            try await fetch(TestCertificates.localhost, caFile: folder.path("none")).failure
        )
        #expect(error.message.contains("cannot be read"), "\(error.message)")
    }

    @Test("TLS on a plain port fails in plain words") func tlsOnAPlainPortFailsInPlainWords() async throws {
        let provider = try await FaultyProvider.start()
        let transport = KeyTransport(environment: [:])
        let url = "https://127.0.0.1:\(provider.port)/keys"
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(IssuerKeys(issuer: "a", source: .url(url)), current: nil, maxAge: nil, rediscover: true)
        let error = try #require(outcome.failure)
        #expect(error.message.contains("use TLS on that port"), "\(error.message)")
        await transport.shutdown()
        try await provider.stop()
    }

    @Test("Plain HTTP on a TLS port fails") func plainHTTPOnATLSPortFails() async throws {
        let provider = try await FaultyProvider.start(tls: try TestCertificates.server(TestCertificates.localhost))
        let transport = KeyTransport(environment: [:])
        let url = "http://127.0.0.1:\(provider.port)/keys"
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(IssuerKeys(issuer: "a", source: .url(url)), current: nil, maxAge: nil, rediscover: true)
        #expect(outcome.failure != nil)
        await transport.shutdown()
        try await provider.stop()
    }
}
