/// Sends exactly the bytes that it is given; nothing is corrected on the way.
enum HTTPClient {
    /// Reads until the answer is whole by its length, or until the peer closes, for which the request should ask.
    ///
    /// - Throws: ``HarnessError`` when the peer cannot be reached, or is silent for fifteen seconds.
    static func exchange(_ request: String, port: Int) throws -> HTTPAnswer {
        let wire = try Wire(to: port)
        try wire.send(request)
        var bytes: [UInt8] = []
        while true {
            let part = try wire.receive()
            bytes += part
            if part.isEmpty { return try HTTPAnswer(parsing: bytes) }
            // Some proxies leave a refused connection open for a while.
            if let answer = try? HTTPAnswer(parsing: bytes), answer.isWhole(head: request.hasPrefix("HEAD ")) {
                return answer
            }
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
        (try? Wire(to: port)) != nil
    }
}
