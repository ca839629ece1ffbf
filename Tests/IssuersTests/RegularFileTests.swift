import Foundation
import Glibc
import TestSupport
import Testing

@testable import Issuers

/// Paths where something other than a regular file is found.
@Suite("Regular files", .timeLimit(.minutes(1)))
struct RegularFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("The problem names the file") func theProblemNamesTheFile() throws {
        let path = folder.path("none")
        #expect(throws: FetchError("\(path) cannot be read: No such file or directory")) {
            try RegularFile.read(path, limit: 100)
        }
        #expect(throws: FetchError("\(folder.path) is not a regular file")) {
            try RegularFile.read(folder.path, limit: 100)
        }
    }

    @Test("A CA file that is a pipe is an error") func anAuthorityFileThatIsAPipeIsAnError() async throws {
        #expect(mkfifo(folder.path("ca.pem"), 0o600) == 0)
        let transport = KeyTransport(environment: [:])
        let issuer = IssuerKeys(
            issuer: "a",
            source: .url("https://localhost:1/keys"),
            caFile: folder.path("ca.pem")
        )
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(issuer, current: nil, maxAge: nil, rediscover: true)
        #expect(outcome.failure?.message.contains("`ca_file`: \(folder.path("ca.pem")) is not a regular file") == true)
        await transport.shutdown()
    }
}
