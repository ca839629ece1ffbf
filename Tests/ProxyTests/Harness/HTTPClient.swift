import Foundation
import Glibc

/// Sends exactly the bytes that it is given; nothing is corrected on the way.
enum HTTPClient {
    /// Reads until the peer closes, so the request should ask for that.
    ///
    /// - Throws: ``HarnessError`` when the peer cannot be reached, or is silent for ten seconds.
    static func exchange(_ request: String, port: Int) throws -> HTTPAnswer {
        let descriptor = try connected(to: port)
        defer { close(descriptor) }
        var rest = Array(request.utf8)[...]
        while !rest.isEmpty {
            let flags = Int32(MSG_NOSIGNAL)
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { throw failure("send") }
            rest.removeFirst(count)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw failure("receive after \(answer.count) bytes") }
            guard count > 0 else { return try HTTPAnswer(parsing: answer) }
            answer += buffer[..<count]
        }
    }

    /// A request with the header lines as they are, and a body if there is one.
    static func request(
        _ method: String = "GET",
        _ target: String = "/hello",
        headers: [String] = [],
        body: String? = nil,
        port: Int
    ) throws -> HTTPAnswer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: api.example", "Connection: close"] + headers
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        return try exchange(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""), port: port)
    }

    /// Whether something accepts connections on the port.
    static func canConnect(to port: Int) -> Bool {
        guard let descriptor = try? connected(to: port) else { return false }
        close(descriptor)
        return true
    }

    private static func connected(to port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw failure("socket") }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in(loopback: port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            defer { close(descriptor) }
            throw failure("connect to port \(port)")
        }
        return descriptor
    }

    private static func failure(_ step: String) -> HarnessError {
        HarnessError("\(step): \(String(cString: strerror(errno)))")
    }
}
