import Authorization
import Foundation
import JOSE
import TestSupport
import Testing

@testable import Issuers

/// Key files: read at the start, read again when they change.
@Suite("Key files", .timeLimit(.minutes(1)))
struct KeyFileWatcherTests {
    private let folder: TemporaryFolder
    private let log = CapturedLog()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func service(_ paths: [String], inheriting: KeyService? = nil) -> KeyService {
        KeyService(
            issuers: paths.enumerated().map { IssuerKeys(issuer: "issuer \($0)", source: .file(path: $1)) },
            settings: KeySettings(),
            logger: log.logger,
            inheriting: inheriting
        )
    }

    /// A watcher of `keys.json`, and the records that it writes to.
    private func watcher() -> (KeyFileWatcher, IssuerRecords) {
        let issuer = IssuerKeys(issuer: "a", source: .file(path: folder.path("keys.json")))
        let record = IssuerRecord(issuer, policy: RefreshPolicy(KeySettings()))
        let records = IssuerRecords([record])
        let path = folder.path("keys.json")
        return (KeyFileWatcher(index: 0, path: path, record: record, records: records, logger: log.logger), records)
    }

    // MARK: Start

    @Test("Files are read before startup") func filesAreReadBeforeTheStart() throws {
        let path = try folder.write(TestKeys.set([TestKeys.ed25519("a"), TestKeys.hmac("secret")]), to: "keys.json")
        let service = service([path])
        try service.loadFiles()
        let inbox = Inbox(of: service)
        #expect(inbox.all.map(\.keyIDs) == [["a", "secret"]])
        #expect(inbox.all.first?.unknownKeysRefusedUntil == .infinity)
        let status = try #require(service.statuses().first)
        #expect(status.state == .fresh)
        #expect(status.origin == .file)
        #expect(status.keysURL == path)
        #expect(status.freshnessLifetime == nil)
        #expect(status.nextRefresh == nil)
        #expect(status.lastSuccess != nil)
    }

    @Test(
        "A file without a usable key stops startup",
        arguments: ["", "{}", #"{"keys":[]}"#, #"{"keys":[{"kty":"OKP"}]}"#]
    )
    func aFileWithoutAUsableKeyStopsTheStart(content: String) throws {
        let good = try folder.write(TestKeys.set("a"), to: "good.json")
        let bad = try folder.write(content, to: "bad.json")
        let service = service([good, bad])
        let error = #expect(throws: KeyFileError.self) { try service.loadFiles() }
        #expect(error?.issuer == "issuer 1")
        #expect(error?.message.contains(bad) == true)
    }

    @Test("A missing file stops startup") func aFileThatIsNotThereStopsTheStart() {
        let error = #expect(throws: KeyFileError.self) { try service([folder.path("none")]).loadFiles() }
        #expect(error?.message.contains("No such file") == true)
    }

    @Test("A folder or a device is not a file") func aFolderOrADeviceIsNoFile() {
        for path in [folder.path, "/dev/zero"] {
            let error = #expect(throws: KeyFileError.self) { try service([path]).loadFiles() }
            #expect(error?.message.contains("not a regular file") == true)
        }
    }

    @Test("A reload keeps the old keys of a broken file") func aReloadKeepsTheOldKeysOfABrokenFile() throws {
        let path = try folder.write(TestKeys.set("a"), to: "keys.json")
        let old = service([path])
        try old.loadFiles()
        try folder.write("{", to: "keys.json")
        let new = service([path], inheriting: old)
        try new.loadFiles()
        #expect(Inbox(of: new).all.map(\.keyIDs) == [["a"]])
        #expect(new.statuses().first?.state == .stale)
    }

    @Test("A reload reads the file") func aReloadReadsTheFile() throws {
        let path = try folder.write(TestKeys.set("a"), to: "keys.json")
        let old = service([path])
        try old.loadFiles()
        let same = service([path], inheriting: old)
        try same.loadFiles()
        #expect(same.statuses().map(\.generation) == old.statuses().map(\.generation))
        try folder.write(TestKeys.set("b"), to: "keys.json")
        let new = service([path], inheriting: same)
        try new.loadFiles()
        #expect(Inbox(of: new).all.map(\.keyIDs) == [["b"]])
    }

    // MARK: Changes

    @Test("A replaced file is read again") func aReplacedFileIsReadAgain() throws {
        try folder.write(TestKeys.set("a"), to: "keys.json")
        let (watcher, records) = watcher()
        #expect(watcher.check() == nil)
        let first = try #require(records.record(of: 0).current)
        #expect(watcher.check() == nil)
        #expect(records.record(of: 0).current?.generation == first.generation)
        try folder.write(TestKeys.set("b"), to: "keys.json")
        #expect(watcher.check() == nil)
        #expect(records.record(of: 0).current?.set.keys.map(\.keyID) == ["b"])
    }

    @Test("An old file is not read without a change") func anOldFileIsNotReadWithoutAChange() throws {
        let path = try folder.write(TestKeys.set("a"), to: "keys.json")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3600)],
            ofItemAtPath: path
        )
        let (watcher, records) = watcher()
        for _ in 0..<5 { watcher.check() }
        #expect(records.record(of: 0).fetches == 1)
    }

    @Test("A second change in the same instant is noticed") func aSecondChangeInTheSameInstantIsSeen() throws {
        let url = URL(filePath: folder.path("keys.json"))
        let (one, other) = (TestKeys.set("a"), TestKeys.set("b"))
        #expect(one.count == other.count)
        try Data(one).write(to: url)
        let stamp = try FileManager.default.attributesOfItem(atPath: url.path())[.modificationDate]
        let (watcher, records) = watcher()
        watcher.check()
        // In place, of the same size, and with the same time.
        let handle = try FileHandle(forWritingTo: url)
        try handle.write(contentsOf: Data(other))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: try #require(stamp)], ofItemAtPath: url.path())
        watcher.check()
        #expect(records.record(of: 0).current?.set.keys.map(\.keyID) == ["b"])
    }

    @Test("Broken, then missing, then valid") func brokenThenGoneThenGood() throws {
        try folder.write(TestKeys.set("a"), to: "keys.json")
        let (watcher, records) = watcher()
        watcher.check()
        for content in ["", "{\"keys\":[]}", nil] {
            if let content {
                try folder.write(content, to: "keys.json")
            } else {
                try FileManager.default.removeItem(atPath: folder.path("keys.json"))
            }
            #expect(watcher.check() == nil, "the old keys stay in use")
            #expect(records.record(of: 0).state == .stale)
            #expect(records.record(of: 0).usable?.set.keys.map(\.keyID) == ["a"])
            #expect(records.record(of: 0).lastError != nil)
        }
        try folder.write(TestKeys.set("b"), to: "keys.json")
        watcher.check()
        #expect(records.record(of: 0).state == .fresh)
        #expect(records.record(of: 0).usable?.set.keys.map(\.keyID) == ["b"])
    }

    @Test("A broken file causes one warning") func oneBreakageIsOneWarning() throws {
        try folder.write(TestKeys.set("a"), to: "keys.json")
        let (watcher, _) = watcher()
        watcher.check()
        try folder.write("{", to: "keys.json")
        for _ in 0..<5 { watcher.check() }
        #expect(log.all.count { $0.contains("key file not read") } == 1)
    }

    /// The way that mounted configuration maps change: a link beside the file is turned.
    @Test("A changed symbolic link is noticed") func aTurnedLinkIsSeen() throws {
        for name in ["a", "b"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
            try folder.write(TestKeys.set(name), to: "\(name)/keys.json")
        }
        let link = folder.path("data")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path("a"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("keys.json"),
            withDestinationPath: "data/keys.json"
        )
        let (watcher, records) = watcher()
        watcher.check()
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path("b"))
        watcher.check()
        #expect(records.record(of: 0).current?.set.keys.map(\.keyID) == ["b"])
    }

    @Test("The service watches its files") func theServiceWatches() async throws {
        let path = try folder.write(TestKeys.set("a"), to: "keys.json")
        let service = service([path])
        try service.loadFiles()
        let inbox = Inbox(of: service)
        service.start()
        try folder.write(TestKeys.set("b"), to: "keys.json")
        let update = await inbox.first { $0.keyIDs == ["b"] }
        #expect(update.generation > (inbox.all.first?.generation ?? .max))
        service.request(.keys(IssuerID(0)))
        await service.shutdown()
    }
}
