import Authorization
import ProxyProtocol

/// The input as an answer's fields, which every dialect writes.
///
/// The first character chooses the status, each further line is a field: its name before the first colon, the value behind.
struct AnswerTarget: FuzzTarget {
    static let name = "answer"

    private typealias Field = (name: [UInt8], value: [UInt8])

    private static let dialects: [Dialect] = [.nginx, .envoy(pathPrefix: ""), .forwarded]
    private static let statuses: [(status: AnswerStatus, line: String)] = [
        (.ok, "200 OK"), (.badRequest, "400 Bad Request"), (.unauthorized, "401 Unauthorized"),
        (.forbidden, "403 Forbidden"), (.requestTimeout, "408 Request Timeout"),
        (.headTooLarge, "431 Request Header Fields Too Large"), (.unavailable, "503 Service Unavailable"),
    ]
    private static let persistences: [(persistence: Persistence, line: String)] = [
        (.implied, ""), (.keepAlive, "Connection: keep-alive\r\n"), (.close, "Connection: close\r\n"),
    ]

    /// Kept from input to input, as an event loop does.
    private var fields = AnswerFields()

    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool {
        let lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let plain = lines.dropFirst().map { line -> Field in
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            return (Array(parts[0]), parts.count > 1 ? Array(parts[1]) : [])
        }
        fields.removeAll()
        for field in plain { fields.append(name: field.name, value: field.value) }
        let (status, statusLine) = Self.statuses[Int(input.first ?? 0) % Self.statuses.count]
        for dialect in Self.dialects {
            for (persistence, ending) in Self.persistences {
                let opening = "HTTP/1.1 \(statusLine)\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
                let removal = status == .ok ? Self.removal(of: plain, dialect) : []
                let expected =
                    Array(opening.utf8) + Self.lines(of: plain) + removal + Array(ending.utf8) + Array("\r\n".utf8)
                try require(
                    dialect.answer(status, fields, persistence) == expected,
                    "an answer is its fields, in lines"
                )
            }
        }
        return !plain.isEmpty
    }

    private static func lines(of fields: [Field]) -> [UInt8] {
        fields.flatMap { field in
            field.name + Array((field.value.isEmpty ? ":" : ": ").utf8) + field.value + Array("\r\n".utf8)
        }
    }

    /// The line by which Envoy removes the fields that an allow leaves empty.
    private static func removal(of fields: [Field], _ dialect: Dialect) -> [UInt8] {
        let empty = fields.filter(\.value.isEmpty).map(\.name)
        guard dialect == .envoy(pathPrefix: ""), !empty.isEmpty else { return [] }
        let names = empty.joined(separator: Array(",".utf8))
        return Array("x-envoy-auth-headers-to-remove: ".utf8) + names + Array("\r\n".utf8)
    }
}

extension Dialect {
    /// A whole answer, written into exactly the capacity that it requests.
    func answer(_ status: AnswerStatus, _ fields: AnswerFields, _ persistence: Persistence) -> [UInt8] {
        let length = maxLength(of: fields)
        return [UInt8](unsafeUninitializedCapacity: length) { room, count in
            let exact = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[..<length])
            count = write(status, fields, persistence, into: exact)
        }
    }
}
