import Glibc
import Synchronization

/// The listening sockets that a service manager passed in (sd_listen_fds(3), systemd.socket(5)).
///
/// They stay open across a restart: clients that connect in between wait in the listen queue.
package final class InheritedSockets: Sendable {
    /// The first descriptor that is passed in.
    private static let firstDescriptor: Int32 = 3

    private let unclaimed: Mutex<[InheritedSocket]>

    /// No sockets.
    package static var none: InheritedSockets { InheritedSockets([]) }

    init(_ sockets: [InheritedSocket]) {
        unclaimed = Mutex(sockets)
    }

    /// Reads `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`; empty if they are for another process.
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

    /// Whether every socket has been taken.
    package var isEmpty: Bool { unclaimed.withLock { $0.isEmpty } }

    /// Removes and returns the socket for an address; nil if there is none.
    func take(_ address: ListenAddress) -> InheritedSocket? {
        unclaimed.withLock { unclaimed in
            // With one socket per address family, each belongs to the listener of its family.
            let index = unclaimed.firstIndex { $0.serves(address) } ?? unclaimed.firstIndex { $0.servesIPv4(address) }
            return index.map { unclaimed.remove(at: $0) }
        }
    }

    /// Closes the sockets that no listener took, and returns a description of each.
    package func closeUnclaimed() -> [String] {
        let closed = unclaimed.withLock { unclaimed in
            defer { unclaimed = [] }
            return unclaimed
        }
        for socket in closed { close(socket.descriptor) }
        return closed.map { "\($0.address) (\($0.name))" }
    }
}
