import Foundation
package import Glibc
import Synchronization

/// A program that was started for a test, and that does not outlive it.
///
/// It stays in the tests' process group, so that ^C reaches it too. Its output goes to a file, so that a full pipe
/// can never stop it.
package final class ChildProcess: Sendable {
    package let name: String
    package let pid: pid_t
    /// Kept as long as its output may be read.
    private let folder: TemporaryFolder
    private let log: String
    /// What `waitpid` told, once the process has ended and its id is free for others.
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - environment: what it has beside the tests' own, as `NAME=value`.
    ///   - sockets: descriptors that it gets from 3 on.
    package init(
        _ program: String,
        _ arguments: [String],
        in folder: TemporaryFolder,
        environment: [String] = [],
        sockets: [Int32] = []
    ) throws {
        self.folder = folder
        name = URL(fileURLWithPath: program).lastPathComponent
        log = "\(folder.path)/\(name).\(UUID().uuidString).log"
        pid = try Self.spawn(program, arguments, environment, sockets, log: log)
    }

    deinit {
        // The way out of a test that threw before it could stop the process.
        guard isRunning else { return }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// Everything it wrote so far, standard output and error together.
    package var output: String {
        String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    }

    package var isRunning: Bool {
        exitStatus == nil
    }

    /// As a shell counts: the exit code, or 128 and the signal's number; nil while it runs.
    package var exitStatus: Int32? {
        status.withLock { status in
            var raw: Int32 = 0
            if status == nil, waitpid(pid, &raw, WNOHANG) == pid {
                status = raw & 0x7f == 0 ? raw >> 8 & 0xff : 128 + raw & 0x7f
            }
            return status
        }
    }

    /// Waits for its end.
    ///
    /// - Throws: ``HarnessError`` when it still runs after the limit.
    @discardableResult
    package func exit(within limit: Duration = .seconds(30)) async throws -> Int32 {
        try await eventually("\(name) ends", within: limit) { exitStatus != nil }
        return exitStatus ?? -1
    }

    /// Asks it to end, and insists after five seconds.
    package func stop() async {
        guard isRunning else { return }
        kill(pid, SIGTERM)
        if (try? await exit(within: .seconds(5))) == nil {
            kill(pid, SIGKILL)
            _ = try? await exit(within: .seconds(5))
        }
    }

    /// Ends it at once, without a chance to say good-bye.
    package func crash() async throws {
        kill(pid, SIGKILL)
        try await exit()
    }

    /// Has it stand still, its sockets open.
    ///
    /// The signal is on its way when the system has taken it; a thread on another processor may still answer.
    package func freeze() async throws {
        kill(pid, SIGSTOP)
        try await eventually("\(name) stands still") {
            let tasks = "/proc/\(pid)/task"
            return try FileManager.default.contentsOfDirectory(atPath: tasks).allSatisfy { task in
                let text = try String(contentsOfFile: "\(tasks)/\(task)/stat", encoding: .utf8)
                // The state stands behind the name in parentheses, which may have any character in it.
                return text[(text.lastIndex(of: ")") ?? text.startIndex)...].hasPrefix(") T")
            }
        }
    }

    /// Has it go on.
    package func thaw() { kill(pid, SIGCONT) }

    /// Waits until the condition holds.
    ///
    /// - Throws: ``HarnessError`` with its output when it ended or takes too long.
    package func ready(_ condition: () async throws -> Bool) async throws {
        do {
            try await eventually("\(name) is ready") {
                guard isRunning else { throw HarnessError("\(name) ended with \(exitStatus ?? -1)") }
                return try await condition()
            }
        } catch {
            throw HarnessError("\(error)\n\(output)")
        }
    }

    private static func spawn(
        _ program: String,
        _ arguments: [String],
        _ environment: [String],
        _ sockets: [Int32],
        log: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A listener of the tests that a child held open would go on accepting after its end here.
        for descriptor in Int32(3)..<1024 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // Copies beyond those, which end with the start of the program.
        let copies = sockets.map { fcntl($0, F_DUPFD_CLOEXEC, 1024) }
        defer { copies.forEach { close($0) } }
        for (index, copy) in copies.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, copy, Int32(3 + index))
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        let inherited = Program.environment.map { "\($0)=\($1)" }
        var variables = (environment + inherited).map { strdup($0) } + [nil]
        defer { variables.forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw HarnessError("cannot start \(program): \(String(cString: strerror(code)))") }
        return pid
    }
}
