import Glibc
import NIOCore
import TestSupport
import Testing

@testable import Gateway
@testable import Listeners

@Suite("Inherited sockets", .timeLimit(.minutes(1)))
struct InheritedSocketTests {
    /// A listening socket as a service manager makes it, and where it is bound.
    private static func open(_ address: SocketAddress, ipv6Only: Int32? = nil) throws -> (Int32, ListenAddress) {
        let family = address.protocol == .unix ? AF_UNIX : address.protocol == .inet6 ? AF_INET6 : AF_INET
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        if var only = ipv6Only {
            let size = socklen_t(MemoryLayout<Int32>.size)
            #expect(setsockopt(descriptor, Int32(IPPROTO_IPV6), Int32(IPV6_V6ONLY), &only, size) == 0)
        }
        #expect(address.withSockAddr { bind(descriptor, $0, socklen_t($1)) } == 0)
        #expect(listen(descriptor, 16) == 0)
        return (descriptor, try #require(ListenAddress(boundTo: descriptor)))
    }

    private static func loopback() throws -> (Int32, ListenAddress) {
        try open(SocketAddress(ipAddress: "127.0.0.1", port: 0))
    }

    @Test("Clients that connect before the start, and between two servers, wait and are answered")
    func outlivesServers() async throws {
        let (descriptor, address) = try Self.loopback()
        defer { close(descriptor) }
        guard case .tcp(_, let port) = address else { return }
        for _ in 0..<2 {
            let early = try await TestSocket(port: port)
            let socket = try #require(InheritedSocket(descriptor: dup(descriptor), name: "test"))
            let server = try await ListenTests.start(address, inherited: InheritedSockets([socket]))
            try await early.send("GET / HTTP/1.0\r\n\r\n")
            #expect(Answers.statuses(try await early.receiveAll()) == [200])
            early.close()
            await server.drain(within: 1, grace: 0.5)
        }
        let late = try await TestSocket(port: port)
        late.close()
    }

    @Test("A Unix socket stays in its place when the server ends")
    func leavesUnixSocket() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("held.sock")
        let (descriptor, address) = try Self.open(SocketAddress(unixDomainSocketPath: path))
        defer { close(descriptor) }
        let socket = try #require(InheritedSocket(descriptor: dup(descriptor), name: "test"))
        let server = try await ListenTests.start(address, inherited: InheritedSockets([socket]))
        let client = try await TestSocket(path: path)
        try await client.send("GET / HTTP/1.0\r\n\r\n")
        #expect(Answers.statuses(try await client.receiveAll()) == [200])
        client.close()
        await server.drain(within: 1)
        #expect(folder.exists("held.sock"))
    }

    @Test("Each serves the address that it is bound to, and no other")
    func matches() throws {
        let (descriptor, address) = try Self.loopback()
        let socket = try #require(InheritedSocket(descriptor: descriptor, name: "test"))
        guard case .tcp(_, let port) = address else { return }
        #expect(socket.serves(.tcp(host: "127.0.0.1", port: port)))
        #expect(!socket.serves(.tcp(host: "127.0.0.1", port: port + 1)))
        #expect(!socket.serves(.tcp(host: "127.0.0.2", port: port)))
        #expect(!socket.serves(.tcp(host: "0.0.0.0", port: port)))
        #expect(!socket.serves(.unix(path: "127.0.0.1:\(port)")))
        let sockets = InheritedSockets([socket])
        #expect(sockets.take(.tcp(host: "127.0.0.1", port: port + 1)) == nil)
        #expect(sockets.take(address)?.descriptor == descriptor)
        #expect(sockets.take(address) == nil)
        close(descriptor)
    }

    @Test("A socket of both families serves 0.0.0.0 and stays as it is", .enabled(if: ListenTests.hasIPv6))
    func servesBothFamilies() async throws {
        let (descriptor, address) = try Self.open(SocketAddress(ipAddress: "::", port: 0), ipv6Only: 0)
        guard case .tcp(_, let port) = address else { return }
        let other = try #require(InheritedSocket(descriptor: descriptor, name: "other"))
        #expect(InheritedSockets([other]).take(.tcp(host: "127.0.0.1", port: port)) == nil)
        #expect(InheritedSockets([other]).take(.tcp(host: "0.0.0.0", port: port)) != nil)
        let server = try await ListenTests.start(address, inherited: InheritedSockets([other]))
        let client = try await TestSocket(port: port)
        try await client.send("GET / HTTP/1.0\r\n\r\n")
        #expect(Answers.statuses(try await client.receiveAll()) == [200])
        client.close()
        await server.drain(within: 1)
    }

    @Test("With a socket for each family, each serves its own address", .enabled(if: ListenTests.hasIPv6))
    func servesEachFamily() throws {
        let (six, address) = try Self.open(SocketAddress(ipAddress: "::", port: 0), ipv6Only: 1)
        guard case .tcp(_, let port) = address else { return }
        let (four, _) = try Self.open(SocketAddress(ipAddress: "0.0.0.0", port: port))
        let sockets = try [six, four].map { try #require(InheritedSocket(descriptor: $0, name: "")) }
        for sockets in [sockets, sockets.reversed()] {
            let inherited = InheritedSockets(sockets)
            #expect(inherited.take(.tcp(host: "0.0.0.0", port: port))?.descriptor == four)
            #expect(inherited.take(.tcp(host: "::", port: port))?.descriptor == six)
        }
        #expect(InheritedSockets([sockets[0]]).take(.tcp(host: "0.0.0.0", port: port)) == nil)
        close(six)
        close(four)
    }

    @Test("Unclaimed sockets are reported and closed")
    func closesRest() async throws {
        // Nobody else can open this one in its place, as other tests may its number.
        let folder = try TemporaryFolder()
        let path = folder.path("held.sock")
        let (descriptor, address) = try Self.open(SocketAddress(unixDomainSocketPath: path))
        let socket = try #require(InheritedSocket(descriptor: descriptor, name: "postern.socket"))
        try await TestSocket(path: path).close()
        #expect(InheritedSockets([socket]).closeUnclaimed() == ["\(address) (postern.socket)"])
        await #expect(throws: TestSocket.Failure.self) { try await TestSocket(path: path) }
    }

    @Test("Descriptors that are not listening sockets are ignored")
    func refusesOthers() {
        let quiet = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #expect(InheritedSocket(descriptor: quiet, name: "") == nil)
        let datagram = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #expect(InheritedSocket(descriptor: datagram, name: "") == nil)
        #expect(InheritedSocket(descriptor: 1_000_000, name: "") == nil)
        close(quiet)
        close(datagram)
    }

    @Test("Sockets for another process are left alone")
    func otherProcess() {
        let environment = ["LISTEN_PID": "\(getpid() + 1)", "LISTEN_FDS": "1"]
        #expect(InheritedSockets(environment).closeUnclaimed().isEmpty)
        #expect(InheritedSockets(["LISTEN_FDS": "1"]).closeUnclaimed().isEmpty)
        #expect(InheritedSockets([:]).closeUnclaimed().isEmpty)
    }
}
