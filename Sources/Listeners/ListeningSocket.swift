import Glibc
package import NIOCore
package import NIOPosix

/// One open listener.
package struct ListeningSocket: Sendable {
    /// The length of the listen queue; the system may reduce it.
    package static let backlog: Int32 = 4096

    private static let ipv6Only = ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only)

    /// The bound address, with the port that the system chose if it was 0.
    package let address: ListenAddress
    private let channel: any Channel

    /// Binds an address, or uses the inherited socket for it.
    package static func open(
        _ address: ListenAddress,
        _ bootstrap: ServerBootstrap,
        on group: any EventLoopGroup,
        access: UnixSocketAccess = UnixSocketAccess(),
        inherited: InheritedSockets = .none
    ) async throws(ListenError) -> ListeningSocket {
        if let socket = inherited.take(address) { return try await take(socket, address, bootstrap) }
        if case .unix(let path) = address { try await UnixSocketFile.removeStale(path, on: group) }
        do {
            switch address {
            case .tcp(let host, let port):
                guard UInt16(exactly: port) != nil else {
                    throw ListenError(address, "a port must be a number from 0 to 65535")
                }
                // Independent of the system's default: IPv4 and IPv6 are two listeners.
                if host.contains(":") {
                    _ = bootstrap.serverChannelOption(ipv6Only, value: 1)
                }
                let channel = try await bootstrap.bind(host: host, port: port).get()
                let bound = channel.localAddress?.port ?? port
                return ListeningSocket(address: .tcp(host: host, port: bound), channel: channel)
            case .unix(let path):
                let socket = ListeningSocket(
                    address: address,
                    channel: try await bootstrap.bind(unixDomainSocketPath: path).get()
                )
                do throws(ListenError) {
                    try UnixSocketFile.apply(access, to: path)
                } catch {
                    await socket.close()
                    throw error
                }
                return socket
            }
        } catch {
            throw error as? ListenError ?? ListenError(address, error)
        }
    }

    private static func take(
        _ socket: InheritedSocket,
        _ address: ListenAddress,
        _ bootstrap: ServerBootstrap
    ) async throws(ListenError) -> ListeningSocket {
        do {
            let channel = try await bootstrap.withBoundSocket(socket.descriptor).get()
            // NIO has set a shorter queue, for every process that shares the socket.
            _ = listen(socket.descriptor, backlog)
            return ListeningSocket(address: address, channel: channel)
        } catch {
            throw ListenError(address, error)
        }
    }

    /// Stops accepting; pending connections stay in the queue for other processes that share the socket.
    package func pause() async {
        try? await channel.setOption(.autoRead, value: false).get()
    }

    /// Waits until the listener's event loop has run the tasks submitted so far.
    package func settle() async {
        try? await channel.eventLoop.submit {}.get()
    }

    /// Stops listening; open connections are kept.
    package func close() async {
        // It fails only if the socket is already closed.
        try? await channel.close()
    }
}
