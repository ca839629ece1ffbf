internal import Authorization

/// The request that `postern explain` judges, laid out in bytes as a proxy's would be.
struct ExplainedRequest {
    private(set) var bytes: [UInt8] = []
    private(set) var subrequest = Subrequest()

    /// - Throws: after a message, when the request is not of the form `METHOD TARGET`.
    init(_ request: String?, token: String) throws {
        if let request {
            let parts = request.split(separator: " ")
            guard parts.count == 2 else { try Failure.exit(2, "--request '\(request)' is not like 'GET /path'") }
            subrequest.method = append(parts[0])
            setTarget(parts[1])
        }
        subrequest.fields = [HeaderField(name: append("Authorization"), value: append("Bearer \(Self.bare(token))"))]
    }

    private mutating func append(_ text: some StringProtocol) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        return start..<bytes.count
    }

    /// Takes a path, or a URL with a host.
    private mutating func setTarget(_ target: Substring) {
        guard let scheme = target.firstRange(of: "://"), !target.hasPrefix("/") else {
            subrequest.target = .origin(append(target))
            return
        }
        let rest = target[scheme.upperBound...]
        let path = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        subrequest.host = append(rest[..<path])
        subrequest.target = .origin(append((rest[path...].hasPrefix("/") ? "" : "/") + rest[path...]))
    }

    /// The token without what people copy along: white space around it, and `Bearer ` in front.
    private static func bare(_ token: String) -> Substring {
        var token = trimmed(token[...])
        if token.lowercased().hasPrefix("bearer ") { token = trimmed(token.dropFirst("bearer ".count)) }
        return token
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
