import Foundation
import TestSupport
import Testing

@testable import Bytes

#if canImport(Glibc)
    import Glibc
#endif

/// Files that a configuration error, or another user, replaced with something else.
@Suite("Reading whole files", .timeLimit(.minutes(1)))
struct WholeFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func problem(_ path: String, limit: Int = 100) -> String? {
        do throws(FileProblem) {
            _ = try WholeFile.regular(at: path, limit: limit)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("A file is read whole") func aFileIsReadWhole() throws {
        let bytes = (0..<200_000).map { UInt8($0 % 251) }
        let path = try folder.write(bytes, to: "file")
        #expect(try WholeFile.regular(at: path, limit: 200_000).bytes == bytes)
        #expect(try WholeFile.any(at: path, limit: 200_000) == bytes)
        #expect(problem(path, limit: 199_999)?.contains("more than 199999 bytes") == true)
        #expect(throws: FileProblem.tooLarge(limit: 199_999)) { try WholeFile.any(at: path, limit: 199_999) }
        #expect(try WholeFile.regular(at: try folder.write("", to: "empty"), limit: 0).bytes.isEmpty)
    }

    /// No process writes to the pipe, so that waiting for it never ends.
    @Test("A pipe is not waited for") func aPipeIsNotWaitedFor() throws {
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(problem(folder.path("pipe"))?.contains("not a regular file") == true)
    }

    @Test("A pipe is read where any kind of file is accepted") func aPipeIsReadWhereAnyFileMayBe() async throws {
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = Task.detached {
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            try handle.write(contentsOf: Data("from a command".utf8))
            try handle.close()
        }
        #expect(try WholeFile.any(at: path, limit: 100) == Array("from a command".utf8))
        try await writer.value
    }

    @Test("A folder, a device and a missing file") func aFolderADeviceAndNothing() throws {
        #expect(problem(folder.path)?.contains("not a regular file") == true)
        #expect(problem("/dev/zero")?.contains("not a regular file") == true)
        #expect(problem(folder.path("none"))?.contains("cannot be read: No such file") == true)
        #expect(throws: FileProblem.tooLarge(limit: 10)) { try WholeFile.any(at: "/dev/zero", limit: 10) }
        #expect(throws: FileProblem.unreadable(SystemError(EISDIR))) {
            try WholeFile.any(at: folder.path, limit: 10)
        }
    }

    /// Files of the kernel have no size, and bytes all the same.
    @Test("A file that is longer than its size is cut off") func aFileThatIsLongerThanItsSizeIsCutOff() {
        #expect(problem("/proc/self/status", limit: 10)?.contains("more than 10 bytes") == true)
    }

    @Test("Files of the kernel are read as text") func filesOfTheKernelAreTexts() {
        #expect(WholeFile.kernelText(at: "/proc/self/status").hasPrefix("Name:"))
        #expect(WholeFile.kernelText(at: folder.path("none")).isEmpty)
    }

    @Test("A stamp changes with the file") func aStampChangesWithTheFile() throws {
        let path = try folder.write("one", to: "file")
        let before = try #require(FileStamp(path: path))
        #expect(FileStamp(path: path) == before)
        #expect(before.size == 3 && before.isRegular && before.isOurs)
        #expect(abs(before.modified - WallClock.now()) < 60)
        try folder.write("two", to: "file")
        #expect(FileStamp(path: path) != before)
        #expect(chmod(path, 0o666) == 0)
        #expect(try #require(FileStamp(path: path)).isOurs == false)
        #expect(FileStamp(path: folder.path)?.isRegular == false)
        #expect(FileStamp(path: folder.path("none")) == nil)
    }

    @Test("An error has the system's words") func anErrorHasTheSystemsWords() {
        #expect("\(SystemError(ENOENT))" == "No such file or directory")
        #expect(open(folder.path("none"), O_RDONLY) == -1)
        #expect(SystemError() == SystemError(ENOENT))
    }
}
