/// Whole answers, as they stand on the wire.
enum Answers {
    static func answer(_ status: String, _ lines: String...) -> String {
        let all = ["HTTP/1.1 \(status)", "Content-Length: 0", "Cache-Control: no-store"] + lines + ["", ""]
        return all.joined(separator: "\r\n")
    }

    /// An allow without a token.
    static let empty = answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:")
    /// An allow of alice's token.
    static let alice = answer("200 OK", "X-Auth-Subject: alice", "X-Auth-Company: example")
    static let malformed = answer("400 Bad Request", "Connection: close")
    static let tooLarge = answer("431 Request Header Fields Too Large", "Connection: close")
    static let timeout = answer("408 Request Timeout", "Connection: close")
    static let full = answer("503 Service Unavailable", "Connection: close")

    /// The status codes of the answers in a text, in order.
    static func statuses(_ text: String) -> [Int] {
        text.split(separator: "\r\n").compactMap { line in
            line.hasPrefix("HTTP/1.1 ") ? Int(line.dropFirst(9).prefix(3)) : nil
        }
    }
}
