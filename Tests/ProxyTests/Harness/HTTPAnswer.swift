import Foundation
import TestSupport

/// One HTTP response on a connection that was closed after it.
struct HTTPAnswer: Sendable, CustomStringConvertible {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: String
    /// As it came.
    let description: String

    init(parsing bytes: [UInt8]) throws {
        description = String(decoding: bytes, as: UTF8.self)
        guard let end = description.range(of: "\r\n\r\n") else { throw HarnessError("no answer: \(description)") }
        var lines = description[..<end.lowerBound].components(separatedBy: "\r\n")[...]
        let words = lines.removeFirst().split(separator: " ")
        guard words.count > 1, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
            throw HarnessError("no status line: \(description)")
        }
        self.status = status
        headers = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.dropFirst().joined().trimmingCharacters(in: .whitespaces))
        }
        body = String(description[end.upperBound...])
    }

    /// Whether there is as much body as Content-Length says.
    ///
    /// - Parameter head: whether the request was a HEAD, which never has one.
    func isWhole(head: Bool) -> Bool {
        guard let length = values(of: "Content-Length").first.flatMap({ Int($0) }) else { return false }
        return head || body.utf8.count >= length
    }

    /// The values of the header fields of this name, compared without case.
    func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The values of a header field that the echoing application got, compared without case.
    func echoed(_ name: String) -> [String] {
        Self.values(of: name, in: body)
    }

    /// The values of a header field in what an ``EchoUpstream`` tells, compared without case.
    static func values(of name: String, in echo: String) -> [String] {
        echo.split(separator: "\n").dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { return nil }
            return parts[1].trimmingCharacters(in: .whitespaces)
        }
    }
}
