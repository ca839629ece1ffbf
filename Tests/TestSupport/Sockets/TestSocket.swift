import Glibc
package import NIOCore
import NIOPosix

/// A client's plain blocking socket; blocking happens on threads that are there for it.
package struct TestSocket: Sendable {
    package struct Failure: Error {
        let call: String
        let code: Int32
    }

    private let descriptor: Int32

    package init(_ address: SocketAddress) async throws {
        descriptor = try await Self.onThread {
            let descriptor = socket(address.protocol == .unix ? AF_UNIX : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            // A test that waits for nothing must end.
            var limit = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            guard address.withSockAddr({ connect(descriptor, $0, socklen_t($1)) }) == 0 else {
                defer { Glibc.close(descriptor) }
                throw Failure(call: "connect", code: errno)
            }
            return descriptor
        }
    }

    package init(port: Int) async throws {
        try await self.init(SocketAddress(ipAddress: "127.0.0.1", port: port))
    }

    package init(path: String) async throws {
        try await self.init(SocketAddress(unixDomainSocketPath: path))
    }

    /// Sends all of the bytes.
    package func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) async throws {
        try await Self.onThread { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(call: "send", code: errno) }
                sent += count
            }
        }
    }

    /// Tells that nothing more will be sent.
    package func endOutput() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Everything up to the end; a reset is an error.
    package func receiveAll() async throws -> String {
        try await receive { _ in false }
    }

    /// So many answers without bodies.
    package func receive(answers: Int) async throws -> String {
        try await receive { text in Self.statusLines(in: text) >= answers && text.hasSuffix("\r\n\r\n") }
    }

    private static func statusLines(in text: String) -> Int {
        text.split(separator: "\r\n").count { $0.hasPrefix("HTTP/1.1 ") }
    }

    private func receive(until isEnough: @escaping @Sendable (String) -> Bool) async throws -> String {
        try await Self.onThread { [descriptor] in
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 65536)
            while !isEnough(String(decoding: bytes, as: UTF8.self)) {
                let count = recv(descriptor, &part, part.count, 0)
                guard count >= 0 else { throw Failure(call: "recv", code: errno) }
                if count == 0 { break }
                bytes += part[..<count]
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    package func close() {
        Glibc.close(descriptor)
    }

    /// Breaks off: what is on its way is lost, and the other side is told so.
    package func reset() {
        var none = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Sends one request whose answer is the last on this connection, and returns what came.
    package static func exchange(port: Int, _ text: String) async throws -> String {
        let socket = try await TestSocket(port: port)
        defer { socket.close() }
        try await socket.send(text)
        return try await socket.receiveAll()
    }

    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await NIOThreadPool.singleton.runIfActive(body)
    }
}
