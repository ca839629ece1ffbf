/// An application that agrees to every upgrade and then sends back what it gets, as a WebSocket's would.
final class UpgradeApplication: Sendable {
    /// The heads of the requests that it got.
    let arrivals = RequestLog<String>()
    private let listener: Listener

    var port: Int { listener.port }

    init() throws {
        let arrivals = arrivals
        listener = try Listener { Self.serve($0, arrivals) }
    }

    func stop() { listener.stop() }

    private static func serve(_ wire: Wire, _ arrivals: RequestLog<String>) {
        guard let head = try? wire.receive(until: "\r\n\r\n"), head.contains("\r\n\r\n") else { return }
        arrivals.add(head)
        // The answer to RFC 6455's own example of a key.
        let upgrade = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r

            """
        guard (try? wire.send(upgrade)) != nil else { return }
        while let part = try? wire.receive(), !part.isEmpty {
            guard (try? wire.send(String(decoding: part, as: UTF8.self))) != nil else { return }
        }
    }
}
