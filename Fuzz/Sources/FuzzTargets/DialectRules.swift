import Authorization
import ProxyProtocol

/// How each dialect reads an accepted request head.
enum DialectRules {
    private static let dialects: [Dialect] = [
        .nginx, .envoy(pathPrefix: ""), .envoy(pathPrefix: "/check"), .forwarded,
    ]

    static func check(_ head: RequestHead, _ bytes: [UInt8]) throws(Finding) {
        for dialect in dialects {
            // As if another request had come before.
            var used = Subrequest(method: 0..<1, host: 1..<2, target: .origin(2..<3), policy: .named(3..<4))
            var fresh = Subrequest()
            dialect.read(head, in: bytes.span, into: &used)
            dialect.read(head, in: bytes.span, into: &fresh)
            try require(used == fresh, "nothing of an earlier request is left")
            try check(fresh, of: dialect, head, bytes)
        }
    }

    private static func check(
        _ subrequest: Subrequest,
        of dialect: Dialect,
        _ head: RequestHead,
        _ bytes: [UInt8]
    ) throws(Finding) {
        for range in [subrequest.method, subrequest.host].compactMap({ $0 }) {
            try require(!range.isEmpty && range.upperBound <= bytes.count, "method and host lie in the head")
        }
        if case .named(let name) = subrequest.policy {
            try require(!name.isEmpty && name.upperBound <= bytes.count, "a policy's name lies in the head")
            try require(!bytes[name].contains(UInt8(ascii: "?")), "a policy's name has no query")
            let isEnvoy = if case .envoy = dialect { true } else { false }
            try require(!isEnvoy, "Envoy's path chooses no policy")
        }
        guard case .origin(let target) = subrequest.target else { return }
        try require(!target.isEmpty && target.upperBound <= bytes.count, "a target lies in the head")
        let text = bytes[target]
        try require(text.first == UInt8(ascii: "/"), "a target begins with a slash")
        try require(text.allSatisfy { $0 > 0x20 && $0 != 0x7F }, "a target has no white space and no controls")
        try checkSource(target, of: dialect, head, bytes)
    }

    /// The dialect finds a target only in the header that it reads, and that header is not repeated.
    private static func checkSource(
        _ target: Range<Int>,
        of dialect: Dialect,
        _ head: RequestHead,
        _ bytes: [UInt8]
    ) throws(Finding) {
        let names: Set<String> =
            switch dialect {
            case .nginx: ["x-original-uri", "x-original-url"]
            case .forwarded: ["x-forwarded-uri"]
            case .envoy: []
            }
        let sources = head.fields.filter { field in
            let name = String(decoding: bytes[field.name], as: UTF8.self).lowercased()
            return !field.value.isEmpty && names.contains(name)
        }
        if names.isEmpty {
            let end = head.fields.first?.name.lowerBound ?? bytes.count
            try require(target.upperBound < end, "Envoy's target stands in the request line")
        } else {
            try require(sources.count == 1, "a target is given once")
            try require(sources[0].value.contains(target.lowerBound), "a target stands in the field for it")
        }
    }
}
