import Bytes
import Foundation
import Glibc
import JOSE
import TestSupport
import Testing

@testable import Issuers

/// Snapshots on disk: what is kept, and what is not believed.
@Suite("Snapshots")
struct SnapshotStoreTests {
    private let folder: TemporaryFolder
    private let store: SnapshotStore
    private let issuer = IssuerKeys(
        issuer: "https://issuer.example",
        source: .discovery(url: "https://issuer.example/.well-known/openid-configuration")
    )

    init() throws {
        folder = try TemporaryFolder()
        store = SnapshotStore(directory: folder.path("state"))
    }

    private func snapshot(lastSuccess: Double = WallClock.now()) throws -> KeySnapshot {
        let keys = try CurrentKeySet(
            parsing: TestKeys.set("a") + Array("\n\t \n".utf8),
            from: "https://keys.example/",
            issuer: issuer.issuer,
            trust: .fetched
        )
        return KeySnapshot(issuer: issuer, keys: keys, lastSuccess: lastSuccess, maxAge: 300)
    }

    /// The bytes of the one file, changed.
    private func rewrite(_ change: (inout [String: Any]) -> Void) throws {
        let url = URL(filePath: store.path(of: issuer))
        var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        change(&object)
        try JSONSerialization.data(withJSONObject: object).write(to: url)
    }

    @Test("What is written is read") func whatIsWrittenIsRead() throws {
        #expect(try store.read(issuer) == nil)
        let snapshot = try snapshot()
        try store.write(snapshot, of: issuer)
        #expect(try store.read(issuer)?.snapshot == snapshot)
        #expect(try store.read(issuer)?.secondsAhead == nil)
        #expect(snapshot.jwks.hasSuffix("\n\t \n"), "byte by byte")
    }

    @Test("The file is readable by its owner only") func theFileIsItsOwnersAlone() throws {
        for _ in 0..<2 { try store.write(try snapshot(), of: issuer) }
        let attributes = try FileManager.default.attributesOfItem(atPath: store.path(of: issuer))
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let folderAttributes = try FileManager.default.attributesOfItem(atPath: store.directory)
        #expect((folderAttributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: store.directory).count == 1, "nothing left over")
    }

    @Test("The last one written stays") func theLastOneStays() throws {
        try store.write(try snapshot(lastSuccess: 1), of: issuer)
        try store.write(try snapshot(lastSuccess: 2), of: issuer)
        #expect(try store.read(issuer)?.snapshot.lastSuccess == 2)
    }

    @Test("Damage is detected", arguments: ["", "{", "null", "[]", "{}", #"{"version":"1"}"#])
    func damageIsFoundOut(content: String) throws {
        try store.write(try snapshot(), of: issuer)
        try Data(content.utf8).write(to: URL(filePath: store.path(of: issuer)))
        #expect(throws: FetchError.self) { try store.read(issuer) }
    }

    @Test("Every truncation is detected") func everyTruncationIsFoundOut() throws {
        try store.write(try snapshot(), of: issuer)
        let url = URL(filePath: store.path(of: issuer))
        let whole = try Data(contentsOf: url)
        for length in stride(from: 0, to: whole.count, by: 7) {
            try whole.prefix(length).write(to: url)
            #expect(throws: FetchError.self) { try store.read(issuer) }
        }
    }

    @Test("Another version is not read") func anotherVersionIsNotRead() throws {
        try store.write(try snapshot(), of: issuer)
        try rewrite { $0["version"] = 2 }
        #expect(throws: FetchError.self) { try store.read(issuer) }
    }

    @Test("Another issuer's snapshot is not read", arguments: ["issuer", "source"])
    func anotherIssuersIsNotRead(member: String) throws {
        try store.write(try snapshot(), of: issuer)
        try rewrite { $0[member] = "https://evil.example" }
        #expect(throws: FetchError.self) { try store.read(issuer) }
    }

    @Test("The same URL as another kind of source is another snapshot")
    func theSameURLAsAnotherKindOfSourceIsAnother() throws {
        try store.write(try snapshot(), of: issuer)
        var other = issuer
        other.source = .url(issuer.source.location)
        #expect(throws: FetchError.self) { try store.read(other) }
    }

    /// The clock was set back since: the snapshot must be of use, and not be young for longer than any other.
    @Test("A time in the future counts as now") func theFutureCountsAsNow() throws {
        try store.write(try snapshot(lastSuccess: WallClock.now() + 3600), of: issuer)
        let found = try #require(try store.read(issuer))
        #expect(abs(found.snapshot.lastSuccess - WallClock.now()) < 10)
        #expect(abs(try #require(found.secondsAhead) - 3600) < 10)
        try store.write(try snapshot(lastSuccess: WallClock.now() + 30), of: issuer)
        #expect(try store.read(issuer)?.secondsAhead == nil, "clocks differ by as much")
        #expect(try #require(try store.read(issuer)).snapshot.lastSuccess <= WallClock.now())
    }

    @Test("A folder in its place is an error") func aFolderInItsPlaceIsAnError() throws {
        try FileManager.default.createDirectory(
            atPath: store.path(of: issuer),
            withIntermediateDirectories: true
        )
        #expect(throws: FetchError.self) { try store.read(issuer) }
        #expect(throws: FetchError.self) { try store.write(try snapshot(), of: issuer) }
    }

    @Test("A file that anyone could have written is not trusted")
    func whatAnybodyCouldHaveWrittenIsNotBelieved() throws {
        try store.write(try snapshot(), of: issuer)
        let path = store.path(of: issuer)
        #expect(chmod(path, 0o660) == 0)
        #expect(try store.read(issuer) != nil, "volumes of container platforms are shared by group")
        #expect(chmod(path, 0o606) == 0)
        #expect(throws: FetchError.self) { try store.read(issuer) }
    }

    @Test("A pipe in its place is not waited for") func aPipeInItsPlaceIsNotWaitedFor() throws {
        try store.write(try snapshot(), of: issuer)
        #expect(unlink(store.path(of: issuer)) == 0)
        #expect(mkfifo(store.path(of: issuer), 0o600) == 0)
        #expect(throws: FetchError.self) { try store.read(issuer) }
        try store.write(try snapshot(), of: issuer)
        #expect(try store.read(issuer) != nil, "and is replaced")
    }

    /// What the service sends is checked when it is read: a damaged tag must not spoil every fetch.
    @Test("Tags that cannot be sent are dropped", arguments: ["a\r\nX: 1", "", "é"])
    func tagsThatCannotBeSentAreDropped(tag: String) throws {
        try store.write(try snapshot(), of: issuer)
        try rewrite { $0["validators"] = ["etag": tag, "lastModified": "yesterday"] }
        let validators = try #require(try store.read(issuer)?.snapshot.validators)
        #expect(validators.checked?.etag == nil)
        #expect(validators.checked?.lastModified == "yesterday")
    }

    @Test(
        "Every issuer has its own file",
        arguments: [
            ("https://issuer.example", "https://issuer.example/"), ("https://a/b", "https://a-b"), ("é", "e\u{301}"),
            ("", "-"), (String(repeating: "x", count: 5000), String(repeating: "x", count: 5001)),
        ]
    )
    func everyIssuerHasItsOwnFile(one: String, other: String) {
        let paths = [one, other].map { store.path(of: IssuerKeys(issuer: $0, source: .url("https://a/"))) }
        #expect(paths[0] != paths[1])
        for path in paths {
            let name = path.dropFirst(store.directory.count + 1)
            #expect(name.utf8.count < 100)
            #expect(name.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "/") })
        }
    }
}
