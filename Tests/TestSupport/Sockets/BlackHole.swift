import Foundation
import Glibc

/// A port of 127.0.0.1 where connections never begin, as behind a firewall that drops packets.
///
/// Its listener's queue is full and nobody accepts: the system drops what asks for a connection.
package final class BlackHole: Sendable {
    private let listener: BoundSocket
    private let clients: [Int32]

    package var port: Int { listener.port }

    package init() throws(HarnessError) {
        listener = try BoundSocket()
        try listener.listen(backlog: 0)
        var address = sockaddr_in(loopback: listener.port)
        var clients: [Int32] = []
        var isFull = false
        while !isFull, clients.count < 8 {
            let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
            let client = socket(AF_INET, Int32(kind), 0)
            clients.append(client)
            _ = address.withPointer { connect(client, $0, $1) }
            var entry = pollfd(fd: client, events: Int16(POLLOUT), revents: 0)
            isFull = poll(&entry, 1, 200) == 0
        }
        self.clients = clients
        guard isFull else { throw HarnessError("port \(listener.port) goes on taking connections") }
    }

    /// How many connections to it are being made, those of its own included.
    package var attempts: Int {
        get throws(HarnessError) {
            // Local address, remote address, state 02: SYN_SENT (proc_net_tcp).
            let remote = ":" + String(format: "%04X", port)
            return try Self.table().split(separator: "\n").count { line in
                let fields = line.split(separator: " ")
                return fields.count > 3 && fields[2].hasSuffix(remote) && fields[3] == "02"
            }
        }
    }

    /// The system's table of connections, which comes in parts.
    private static func table() throws(HarnessError) -> String {
        let descriptor = open("/proc/net/tcp", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw HarnessError("cannot read /proc/net/tcp") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &part, part.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
    }

    deinit {
        for client in clients { close(client) }
    }
}
