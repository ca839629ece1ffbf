import Glibc
import NIOCore

/// Why a listener could not start, as a message for the operator.
package struct ListenError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The message: `cannot listen on ADDRESS: PROBLEM`.
    package let description: String

    init(_ address: ListenAddress, _ problem: String) {
        description = "cannot listen on \(address): \(problem)"
    }

    /// Describes an error of the system.
    init(_ address: ListenAddress, _ error: any Error) {
        self.init(address, Self.describe(error, for: address))
    }

    private static func describe(_ error: any Error, for address: ListenAddress) -> String {
        guard let error = error as? IOError else {
            return "the host name does not resolve (\(error)); use an address of this machine"
        }
        switch (error.errnoCode, address) {
        case (EADDRINUSE, _):
            return "the address is already in use; stop the process that listens there, or choose another address"
        case (EADDRNOTAVAIL, _):
            return "the address is not available on this machine; choose one that is"
        case (EACCES, .tcp), (EPERM, .tcp):
            return "ports below 1024 require privileges; choose a higher port"
        case (EACCES, .unix), (EPERM, .unix):
            return "permission denied for the directory; change its permissions, or choose another directory"
        case (ENOENT, .unix), (ENOTDIR, .unix):
            return "the directory does not exist; create it"
        default:
            return "\(error)"
        }
    }
}
