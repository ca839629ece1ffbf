import Authorization
import ProxyProtocol

/// A decision request as a dialect produces it: bytes and ranges in them.
struct TestRequest {
    private(set) var bytes: [UInt8] = []
    var subrequest = Subrequest()
    /// How the answer is written.
    var dialect = Dialect.nginx

    init(
        _ method: String? = "GET",
        _ target: String? = "/",
        host: String? = "api.example",
        policy: String? = nil,
        headers: [(String, String)] = []
    ) {
        self.init(method, targetBytes: target.map { Array($0.utf8) }, host: host, policy: policy, headers: headers)
    }

    init(
        _ method: String? = "GET",
        targetBytes: [UInt8]?,
        host: String? = "api.example",
        policy: String? = nil,
        headers: [(String, String)] = []
    ) {
        // A prefix, so that a wrong offset is detected.
        bytes = Array("?#/".utf8)
        subrequest.method = method.map { append($0) }
        subrequest.host = host.map { append($0) }
        subrequest.target = targetBytes.map { .origin(append($0)) } ?? .absent
        subrequest.policy = policy.map { .named(append($0)) } ?? .byDefault
        for (name, value) in headers { add(name, value) }
    }

    /// `GET /` with a token in the `Authorization` header.
    init(bearer token: String, _ method: String = "GET", _ target: String = "/") {
        self.init(method, target, headers: [("Authorization", "Bearer \(token)")])
    }

    mutating func add(_ name: String, _ value: String) {
        subrequest.fields.append(HeaderField(name: append(name), value: append(value)))
    }

    mutating func add(_ name: String, _ value: [UInt8]) {
        subrequest.fields.append(HeaderField(name: append(name), value: append(value)))
    }

    private mutating func append(_ text: String) -> Range<Int> {
        append(Array(text.utf8))
    }

    private mutating func append(_ text: [UInt8]) -> Range<Int> {
        let start = bytes.count
        bytes += text
        defer { bytes += Array("|;%".utf8) }
        return start..<bytes.count
    }
}
