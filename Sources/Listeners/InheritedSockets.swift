import Glibc
import Synchronization

/// The listening sockets that a service manager opened beforehand, as `systemd.socket` units do.
///
/// They outlive a restart: clients that connect between two processes wait in the socket's queue, and none is refused.
/// The protocol is that of sd_listen_fds(3).
package final class InheritedSockets: Sendable {
    /// The first descriptor that is handed over.
    private static let firstDescriptor: Int32 = 3

    private let unclaimed: Mutex<[InheritedSocket]>

    /// No sockets.
    package static var none: InheritedSockets { InheritedSockets([]) }

    init(_ sockets: [InheritedSocket]) {
        unclaimed = Mutex(sockets)
    }

    /// Takes what the environment says was handed to this very process.
    package convenience init(_ environment: [String: String]) {
        self.init(Self.passed(environment))
    }

    private static func passed(_ environment: [String: String]) -> [InheritedSocket] {
        guard environment["LISTEN_PID"].flatMap({ Int32($0) }) == getpid(),
            let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), count > 0
        else { return [] }
        let names = environment["LISTEN_FDNAMES"].map { $0.split(separator: ":", omittingEmptySubsequences: false) }
        return (0..<min(count, 1024)).compactMap { index in
            let descriptor = firstDescriptor + index
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            let name = names.flatMap { $0.indices.contains(Int(index)) ? String($0[Int(index)]) : nil }
            return InheritedSocket(descriptor: descriptor, name: name ?? "unknown")
        }
    }

    package var isEmpty: Bool { unclaimed.withLock { $0.isEmpty } }

    /// Hands out the socket for an address; nil when there is none, and one has to be opened.
    func take(_ address: ListenAddress) -> InheritedSocket? {
        unclaimed.withLock { unclaimed in
            // A unit may have a socket for each family, and then each has its own listener.
            let index = unclaimed.firstIndex { $0.serves(address) } ?? unclaimed.firstIndex { $0.servesIPv4(address) }
            return index.map { unclaimed.remove(at: $0) }
        }
    }

    /// Closes what nobody took, and tells what it was: the configuration and the socket unit do not fit each other.
    package func closeUnclaimed() -> [String] {
        let closed = unclaimed.withLock { unclaimed in
            defer { unclaimed = [] }
            return unclaimed
        }
        for socket in closed { close(socket.descriptor) }
        return closed.map { "\($0.address) (\($0.name))" }
    }
}
