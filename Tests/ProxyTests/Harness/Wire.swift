import Foundation
import Glibc
import TestSupport

/// A connection to a port of this machine; what it sends and gets are bytes.
final class Wire {
    private let descriptor: Int32

    /// Takes a connection over.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Throws: ``HarnessError`` when nothing listens there.
    init(to port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure("socket") }
        var limit = timeval(tv_sec: 15, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in(loopback: port)
        let result = address.withPointer { connect(descriptor, $0, $1) }
        // Whoever throws here is not deinitialised before the error has been made.
        guard result == 0 else { throw Self.failure("connect to port \(port)") }
    }

    deinit {
        close(descriptor)
    }

    /// Sends all of it.
    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Sends all of it.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let flags = Int32(MSG_NOSIGNAL)
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { throw Self.failure("send") }
            rest.removeFirst(count)
        }
    }

    /// What comes next, at once; empty when the peer has closed.
    ///
    /// - Throws: ``HarnessError`` when the peer is silent for fifteen seconds.
    func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Self.failure("receive") }
        return Array(buffer[..<count])
    }

    /// Reads until the text has come, or until the peer closes.
    func receive(until text: String) throws -> String {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).contains(text) {
            let part = try receive()
            if part.isEmpty { break }
            bytes += part
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func failure(_ step: String) -> HarnessError {
        HarnessError("\(step): \(String(cString: strerror(errno)))")
    }
}
