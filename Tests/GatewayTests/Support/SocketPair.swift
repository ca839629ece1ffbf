import Glibc

@testable import Gateway

/// Two plain sockets that are connected with each other: a connection's, and its client's.
final class SocketPair {
    let server: Int32
    let client: Int32

    init() {
        var pair: [Int32] = [0, 0]
        precondition(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair) == 0)
        (server, client) = (pair[0], pair[1])
    }

    deinit {
        close(server)
        close(client)
    }

    /// What has come to the client so far and was not taken.
    func received() -> String {
        var bytes = [UInt8](repeating: 0, count: 1_048_576)
        let count = recv(client, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Makes the server's side refuse to take more than a little.
    func narrow() {
        var size: Int32 = 1
        setsockopt(server, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
}
