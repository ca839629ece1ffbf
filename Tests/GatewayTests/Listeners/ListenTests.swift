import Glibc
import Logging
import NIOCore
import ProxyProtocol
import TestSupport
import Testing

@testable import Gateway
@testable import Listeners

@Suite("Opening listeners", .timeLimit(.minutes(1)))
struct ListenTests {
    static func start(
        _ addresses: ListenAddress...,
        access: UnixSocketAccess = UnixSocketAccess(),
        inherited: InheritedSockets = .none
    ) async throws -> DecisionServer {
        try await DecisionServer.start(
            listeners: addresses.map { DecisionListener(address: $0, dialect: .nginx, access: access) },
            threads: 1,
            settings: DecisionSettings(authorization: try Fixtures.authorization(rules: [Fixtures.anonymous])),
            evidence: TestFeed(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            inherited: inherited
        )
    }

    /// The error message of the failed startup.
    static func problem(
        _ address: ListenAddress,
        access: UnixSocketAccess = UnixSocketAccess()
    ) async throws -> String {
        do {
            let server = try await start(address, access: access)
            await server.drain(within: 0)
            return "none"
        } catch let error as ListenError {
            return error.description
        }
    }

    @Test("A Unix socket works, may be used by every user, and goes away at the end")
    func servesUnixSocket() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/postern.sock"
        let server = try await Self.start(.unix(path: path), .tcp(host: "127.0.0.1", port: 0))
        #expect(server.addresses.first == .unix(path: path))
        let socket = try await TestSocket(path: path)
        try await socket.send("GET / HTTP/1.0\r\n\r\n")
        #expect(Answers.statuses(try await socket.receiveAll()) == [200])
        socket.close()
        var status = stat()
        lstat(path, &status)
        #expect(status.st_mode & 0o777 == 0o666)
        await server.drain(within: 1)
        #expect(!folder.exists("postern.sock"))
    }

    @Test("A Unix socket has the mode that it was given, or is not opened at all")
    func grantsAccess() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/postern.sock"
        let server = try await Self.start(.unix(path: path), access: UnixSocketAccess(mode: 0o640))
        var status = stat()
        lstat(path, &status)
        #expect(status.st_mode & 0o777 == 0o640)
        await server.drain(within: 1)
        let nobody = UnixSocketAccess(owner: "no such user")
        #expect(try await Self.problem(.unix(path: path), access: nobody).contains("unknown user 'no such user'"))
        let none = UnixSocketAccess(group: "no such group")
        #expect(try await Self.problem(.unix(path: path), access: none).contains("unknown group 'no such group'"))
        #expect(!folder.exists("postern.sock"))
    }

    @Test("A stale socket is replaced")
    func replacesStaleSocket() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/stale.sock"
        // As a process leaves it that was killed: bound, and then closed without being removed.
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let address = try SocketAddress(unixDomainSocketPath: path)
        #expect(address.withSockAddr { bind(left, $0, socklen_t($1)) } == 0)
        close(left)
        #expect(folder.exists("stale.sock"))
        let server = try await Self.start(.unix(path: path))
        let socket = try await TestSocket(path: path)
        socket.close()
        await server.drain(within: 1)
    }

    @Test("A socket in use is kept")
    func refusesLiveSocket() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/live.sock"
        let server = try await Self.start(.unix(path: path))
        #expect(try await Self.problem(.unix(path: path)).contains("another process is listening on it"))
        let socket = try await TestSocket(path: path)
        socket.close()
        await server.drain(within: 1)
    }

    @Test("A file that another process has put in the socket's place is left alone")
    func leavesForeignFiles() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/moved.sock"
        let server = try await Self.start(.unix(path: path))
        unlink(path)
        try folder.write("", to: "moved.sock")
        await server.drain(within: 1)
        #expect(folder.exists("moved.sock"))
    }

    @Test("Errors name the cause and the fix")
    func namesProblems() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        let cases: [(ListenAddress, String)] = [
            (.unix(path: "\(folder.path)/file"), "is not a socket; remove the file"),
            (.unix(path: "\(folder.path)/none/a.sock"), "the directory does not exist; create it"),
            (.unix(path: "\(folder.path)/" + String(repeating: "a", count: 108)), "choose a shorter one"),
            (.tcp(host: "192.0.2.1", port: 0), "the address is not available on this machine"),
            (.tcp(host: "127.0.0.1", port: 65536), "a port must be a number"),
            (.tcp(host: "127.0.0.1", port: -1), "a port must be a number"),
            (.tcp(host: "name.invalid", port: 0), "the host name does not resolve"),
        ]
        for (address, words) in cases {
            let problem = try await Self.problem(address)
            #expect(problem.hasPrefix("cannot listen on \(address): "))
            #expect(problem.contains(words))
        }
        #expect(folder.exists("file"))
    }

    @Test("A port in use is reported; nothing of the failed startup remains")
    func refusesTakenPort() async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.start(.tcp(host: "127.0.0.1", port: 0))
        let taken = try #require(server.addresses.first)
        let path = "\(folder.path)/first.sock"
        await #expect(throws: ListenError.self) { try await Self.start(.unix(path: path), taken) }
        #expect(try await Self.problem(taken).contains("already in use"))
        #expect(!folder.exists("first.sock"))
        await server.drain(within: 1)
    }

    @Test("An IPv6 listener leaves the port to an IPv4 one, whatever the system's default is", .enabled(if: hasIPv6))
    func listensOnEachFamily() async throws {
        let server = try await Self.start(.tcp(host: "::", port: 0))
        guard case .tcp("::", let port)? = server.addresses.first else {
            Issue.record("\(server.addresses)")
            return
        }
        await #expect(throws: TestSocket.Failure.self) { try await TestSocket(port: port) }
        let other = try await Self.start(.tcp(host: "0.0.0.0", port: port))
        let socket = try await TestSocket(port: port)
        try await socket.send("GET / HTTP/1.0\r\n\r\n")
        #expect(Answers.statuses(try await socket.receiveAll()) == [200])
        socket.close()
        await other.drain(within: 1)
        await server.drain(within: 1)
    }

    static let hasIPv6: Bool = {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard let address = try? SocketAddress(ipAddress: "::1", port: 0) else { return false }
        return address.withSockAddr { bind(descriptor, $0, socklen_t($1)) } == 0
    }()

    @Test("Addresses are written as in the configuration")
    func describes() {
        #expect(ListenAddress.tcp(host: "127.0.0.1", port: 80).description == "127.0.0.1:80")
        #expect(ListenAddress.tcp(host: "::1", port: 80).description == "[::1]:80")
        #expect(ListenAddress.unix(path: "/a").description == "unix:/a")
    }
}
