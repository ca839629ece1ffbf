import Foundation
import Glibc

/// A port of 127.0.0.1 where connections never begin, as behind a firewall that drops packets.
///
/// Its listener's queue is full and nobody accepts: the system drops what asks for a connection.
final class BlackHole: Sendable {
    let port: Int
    private let descriptors: [Int32]

    struct SetupError: Error {}

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                    && listen(listener, 0) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw SetupError() }
        port = Int(UInt16(bigEndian: address.sin_port))
        var all = [listener]
        for _ in 0..<8 {
            let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
            let client = socket(AF_INET, Int32(kind), 0)
            all.append(client)
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            var entry = pollfd(fd: client, events: Int16(POLLOUT), revents: 0)
            if poll(&entry, 1, 200) == 0 {
                descriptors = all
                return
            }
        }
        descriptors = all
        throw SetupError()
    }

    /// How many connections to it are being made, those of its own included.
    var attempts: Int {
        get throws {
            // Local address, remote address, state 02: SYN_SENT (proc_net_tcp).
            let remote = ":" + String(format: "%04X", port)
            return try Self.table().split(separator: "\n").count { line in
                let fields = line.split(separator: " ")
                return fields.count > 3 && fields[2].hasSuffix(remote) && fields[3] == "02"
            }
        }
    }

    /// The system's table of connections, which comes in parts.
    private static func table() throws -> String {
        let descriptor = open("/proc/net/tcp", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SetupError() }
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
        for descriptor in descriptors { close(descriptor) }
    }
}
