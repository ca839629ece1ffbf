import NIOCore
import NIOPosix

/// One open listener.
struct ListeningSocket: Sendable {
    /// The address, with the port that the system chose if it was 0.
    let address: ListenAddress
    private let channel: any Channel

    /// Binds an address.
    static func open(
        _ address: ListenAddress,
        _ bootstrap: ServerBootstrap,
        on group: any EventLoopGroup
    ) async throws(ListenError) -> ListeningSocket {
        if case .unix(let path) = address { try await UnixSocketFile.makeFree(path, on: group) }
        do {
            switch address {
            case .tcp(let host, let port):
                guard UInt16(exactly: port) != nil else {
                    throw ListenError(address, "a port is a number from 0 to 65535")
                }
                let channel = try await bootstrap.bind(host: host, port: port).get()
                let bound = channel.localAddress?.port ?? port
                return ListeningSocket(address: .tcp(host: host, port: bound), channel: channel)
            case .unix(let path):
                let channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
                UnixSocketFile.openToAll(path)
                return ListeningSocket(address: address, channel: channel)
            }
        } catch {
            throw error as? ListenError ?? ListenError(address, error)
        }
    }

    /// Stops listening; open connections go on.
    func close() async {
        // It fails only when the socket is closed already.
        try? await channel.close()
    }
}
