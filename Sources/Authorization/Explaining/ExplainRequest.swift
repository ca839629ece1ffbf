internal import Bytes
internal import JOSE

/// A request for `explain`, as a proxy would send it.
public struct ExplainRequest: Sendable {
    /// The bytes that the subrequest's ranges refer to.
    public private(set) var bytes: [UInt8] = []
    /// The request.
    public private(set) var subrequest = Subrequest()

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - method: the original method; nil for an unknown one.
    ///   - target: path and query in origin form; nil for an unknown one.
    ///   - host: the original host; nil for an unknown one.
    ///   - policy: a named policy; nil for the default one.
    ///   - text: the token; white space around it and a scheme before it are removed. It is put into the first source;
    ///     empty for a request without a token.
    ///   - sources: the configured sources.
    public init(
        method: String? = "GET",
        target: String? = nil,
        host: String? = nil,
        policy: String? = nil,
        token text: String,
        sources: [TokenSource]
    ) {
        let token = Self.token(in: text, sources: sources)
        var target = target
        if case .query(let name)? = sources.first, !token.isEmpty {
            let path = target ?? "/"
            target = path + (path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + "\(name)=\(token)"
        }
        subrequest.method = method.map { append($0) }
        subrequest.target = target.map { .origin(append($0)) } ?? .absent
        subrequest.host = host.map { append($0) }
        subrequest.policy = policy.map { .named(append($0)) } ?? .byDefault
        guard !token.isEmpty else { return }
        switch sources.first {
        case .header(let name, _)?: add(name, Self.credentials(token, sources.first, space: " "))
        case .cookie(let name, _, _)?: add("Cookie", "\(name)=" + Self.credentials(token, sources.first, space: "%20"))
        case .webSocketProtocol: add("Sec-WebSocket-Protocol", "bearer, \(token)")
        case .query, nil: break
        }
    }

    /// A token as written in a source's header or cookie.
    private static func credentials(_ token: String, _ source: TokenSource?, space: String) -> String {
        guard let source, let scheme = source.scheme else { return token }
        // Anything else is taken as the encoded credentials.
        let isToken = source.isBasic && TokenForm.isJWS(Array(token.utf8))
        return scheme + space + (isToken ? Base64.encode(":\(token)".utf8) : token)
    }

    private mutating func add(_ name: String, _ value: String) {
        subrequest.fields.append(HeaderField(name: append(name), value: append(value)))
    }

    private mutating func append(_ text: String) -> Range<Int> {
        let start = bytes.count
        bytes += Array(text.utf8)
        return start..<bytes.count
    }

    /// The token in a pasted text.
    private static func token(in text: String, sources: [TokenSource]) -> String {
        let trimmed = text.trimming(while: \.isWhitespace)
        for scheme in ["Bearer"] + sources.compactMap(\.scheme) {
            let rest = trimmed.dropFirst(scheme.count)
            guard ASCII.lowercased(String(trimmed.prefix(scheme.count))) == ASCII.lowercased(scheme) else { continue }
            if rest.isEmpty { return "" }
            if let first = rest.first, first.isWhitespace { return String(rest.trimming(while: \.isWhitespace)) }
        }
        return String(trimmed)
    }
}
