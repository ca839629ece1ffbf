import Demo

/// A request, and what must become of it behind every proxy.
struct MatrixRow: Sendable {
    /// What the application must have got of one header: each of these texts is enough.
    typealias Echo = (name: String, anyOf: [[String]])

    /// Why a proxy gives another answer, which must be no less safe.
    struct Deviation: Sendable {
        let status: Int
        let reason: String
    }

    let name: String
    var method = "GET"
    var target = "/hello"
    /// Header lines; `{token}` stands for a good token, `{other}` for another good one.
    var headers: [String] = []
    /// The claims of the token in `Authorization: Bearer`; nil sends none.
    var claims: [String: ClaimValue?]?
    var expiresIn = 300
    var bodyLength: Int?
    let status: Int
    /// What the challenge must contain.
    var challenge: String?
    var echoes: [Echo] = []
    var deviations: [Front: Deviation] = [:]

    /// What no application may ever see of a row's request.
    static let forbidden = "evil"

    func expectedStatus(behind front: Front) -> Int {
        deviations[front]?.status ?? status
    }

    /// The request's bytes.
    func request(_ square: Square) throws -> String {
        var lines = ["\(method) \(target) HTTP/1.1"]
        if !headers.contains(where: { $0.hasPrefix("Host:") }) { lines.append("Host: api.example") }
        if !headers.contains(where: { $0.hasPrefix("Connection:") }) { lines.append("Connection: close") }
        if let claims { lines.append("Authorization: Bearer \(try square.token(claims, expiresIn: expiresIn))") }
        let (token, other) = try (square.token(["sub": "in-place"]), square.token(["sub": "other"]))
        lines += headers.map { $0.replacing("{token}", with: token).replacing("{other}", with: other) }
        if let bodyLength { lines.append("Content-Length: \(bodyLength)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + String(repeating: "x", count: bodyLength ?? 0)
    }
}
