import TestSupport

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
        host: String = "api.example",
        headers: [String] = [],
        body: String? = nil,
        port: Int
    ) throws -> HTTPAnswer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)", "Connection: close"] + headers
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        return try exchange(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""), port: port)
    }

    /// A request by HTTP/2, without TLS and without asking first whether HTTP/2 is spoken; curl sends it.
    ///
    /// - Parameter isGRPC: whether it is a gRPC call. It has no message: curl 7.88 takes an answer that comes before its
    ///   message was read for an error, which gRPC's clients do not.
    static func http2(
        _ target: String = "/hello",
        headers: [String] = [],
        isGRPC: Bool = false,
        port: Int,
        in folder: TemporaryFolder
    ) async throws -> HTTPAnswer {
        guard let curl = Program.curl else { throw HarnessError("curl is not installed") }
        var arguments = ["--silent", "--show-error", "--include", "--http2-prior-knowledge", "--max-time", "15"]
        for header in ["Host: api.example"] + headers { arguments += ["--header", header] }
        if isGRPC {
            arguments += ["--request", "POST"]
            arguments += ["--header", "Content-Type: application/grpc", "--header", "TE: trailers"]
        }
        let child = try ChildProcess(curl, arguments + ["http://127.0.0.1:\(port)\(target)"], in: folder)
        try await child.exit()
        return try HTTPAnswer(parsing: Array(child.output.utf8))
    }

    /// Whether something accepts connections on the port.
    static func canConnect(to port: Int) -> Bool {
        (try? Wire(to: port)) != nil
    }
}
