/// An application behind `fastcgi_pass` or `uwsgi_pass`: it answers with the parameters that it got, one per line.
final class ParameterApplication: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case fastcgi, uwsgi
    }

    private let listener: Listener

    var port: Int { listener.port }

    init(_ kind: Kind) throws {
        listener = try Listener { wire in
            // A client that breaks off gets no answer.
            switch kind {
            case .fastcgi: try? Self.serveFastCGI(wire)
            case .uwsgi: try? Self.serveUWSGI(wire)
            }
        }
    }

    func stop() { listener.stop() }

    /// A record is a head of eight bytes (version, type, request in two, length in two, padding, nothing), content, padding.
    private static func serveFastCGI(_ wire: Wire) throws {
        let (end, parameters, standardInput, standardOutput) = (UInt8(3), UInt8(4), UInt8(5), UInt8(6))
        var reader = WireReader(wire)
        var pairs: [UInt8] = []
        while true {
            let head = try reader.take(8)
            let content = try reader.take(Int(head[4]) << 8 | Int(head[5]))
            _ = try reader.take(Int(head[6]))
            if head[1] == parameters { pairs += content }
            if head[1] == standardInput, content.isEmpty { break }
        }
        var rest = pairs[...]
        // One byte, or four of which the first has its highest bit set.
        func length() -> Int {
            let first = Int(rest.removeFirst())
            guard first >= 0x80 else { return first }
            defer { rest.removeFirst(3) }
            return rest.prefix(3).reduce(first & 0x7f) { $0 << 8 | Int($1) }
        }
        var lines = ""
        while !rest.isEmpty {
            let (name, value) = (length(), length())
            lines += "\(text(&rest, name)): \(text(&rest, value))\n"
        }
        func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
            [1, type, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 0xff), 0, 0] + content
        }
        let answer = Array("Content-Type: text/plain\r\n\r\nparameters\n\(lines)".utf8)
        try wire.send(record(standardOutput, answer) + record(standardOutput, []))
        try wire.send(record(end, [UInt8](repeating: 0, count: 8)))
    }

    /// A head of four bytes with the parameters' length in the two in the middle; the answer is HTTP.
    private static func serveUWSGI(_ wire: Wire) throws {
        var reader = WireReader(wire)
        let head = try reader.take(4)
        var rest = try reader.take(Int(head[1]) | Int(head[2]) << 8)[...]
        func length() -> Int {
            defer { rest.removeFirst(2) }
            return rest.prefix(2).reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        var lines = ""
        while !rest.isEmpty {
            let name = text(&rest, length())
            lines += "\(name): \(text(&rest, length()))\n"
        }
        try wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nparameters\n\(lines)")
    }

    private static func text(_ bytes: inout ArraySlice<UInt8>, _ count: Int) -> String {
        defer { bytes = bytes.dropFirst(count) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
