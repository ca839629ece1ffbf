import Foundation
import Glibc
import Testing

@testable import KeySets

/// Files that an operator's mistake, or somebody else, put something strange in the place of.
@Suite(.timeLimit(.minutes(1)))
struct RegularFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func problem(_ path: String, limit: Int = 100) -> String? {
        do throws(FetchError) {
            _ = try RegularFile.read(path, limit: limit)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func aFileIsReadWhole() throws {
        let bytes = (0..<200_000).map { UInt8($0 % 251) }
        let path = try folder.write(bytes, to: "file")
        #expect(try RegularFile.read(path, limit: 200_000).bytes == bytes)
        #expect(problem(path, limit: 199_999)?.contains("more than 199999 bytes") == true)
        #expect(try RegularFile.read(try folder.write("", to: "empty"), limit: 0).bytes.isEmpty)
    }

    /// Nobody writes into the pipe: whoever waits for that waits for ever.
    @Test func aPipeIsNotWaitedFor() throws {
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(problem(folder.path("pipe"))?.contains("not a regular file") == true)
    }

    @Test func aFolderADeviceAndNothing() throws {
        #expect(problem(folder.path)?.contains("not a regular file") == true)
        #expect(problem("/dev/zero")?.contains("not a regular file") == true)
        #expect(problem(folder.path("none"))?.contains("No such file") == true)
    }

    /// Files of the kernel have no size, and bytes all the same.
    @Test func aFileThatIsLongerThanItsSizeIsCutOff() {
        #expect(problem("/proc/self/status", limit: 10)?.contains("more than 10 bytes") == true)
    }

    @Test func anAuthorityFileThatIsAPipeIsAnError() async throws {
        #expect(mkfifo(folder.path("ca.pem"), 0o600) == 0)
        let transport = KeyTransport(environment: [:])
        let issuer = IssuerKeys(
            issuer: "a",
            source: .url("https://localhost:1/keys"),
            caFile: folder.path("ca.pem")
        )
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(issuer, held: nil, maxAge: nil, rediscover: true)
        #expect(outcome.failure?.message.contains("`ca_file`: \(folder.path("ca.pem")) is not a regular file") == true)
        await transport.shutdown()
    }
}
