/// The request that `explain` asks about, made as a proxy would have sent it.
public struct ExplainRequest: Sendable {
    /// What the subrequest's offsets point into.
    public private(set) var bytes: [UInt8] = []
    public private(set) var subrequest = Subrequest()

    /// - Parameters:
    ///   - method: the original method; nil for an unknown one.
    ///   - target: path and query in origin form; nil for an unknown one.
    ///   - host: the original host; nil for an unknown one.
    ///   - policy: a named policy; nil for the default one.
    ///   - token: a token as people paste it: white space around it and its scheme in front are taken off. It is put
    ///     where the first source looks; empty for a request without one.
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
        case .header(let name, let scheme): add(name, scheme.isEmpty ? token : "\(scheme) \(token)")
        case .cookie(let name): add("Cookie", "\(name)=\(token)")
        case .query, nil: break
        }
    }

    private mutating func add(_ name: String, _ value: String) {
        subrequest.fields.append(HeaderField(name: append(name), value: append(value)))
    }

    private mutating func append(_ text: String) -> Range<Int> {
        let start = bytes.count
        bytes += Array(text.utf8)
        return start..<bytes.count
    }

    // MARK: What people type

    /// The token of a pasted text.
    private static func token(in text: String, sources: [TokenSource]) -> String {
        let trimmed = trimmed(Substring(text))
        for scheme in ["Bearer"] + sources.compactMap(\.scheme) {
            let rest = trimmed.dropFirst(scheme.count)
            guard ASCII.lowercased(String(trimmed.prefix(scheme.count))) == ASCII.lowercased(scheme) else { continue }
            if rest.isEmpty { return "" }
            if let first = rest.first, first.isWhitespace { return String(Self.trimmed(rest)) }
        }
        return String(trimmed)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }

    /// Reads `GET /path`, `/path` or `GET https://host/path`; nil for anything else.
    ///
    /// Without a method it is GET.
    public static func line(_ text: String) -> (method: String, target: String, host: String?)? {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard let last = parts.last, parts.count <= 2 else { return nil }
        let method = parts.count == 2 ? String(parts[0]) : "GET"
        if last.first == "/" { return (method, String(last), nil) }
        for scheme in ["http://", "https://"] where last.lowercased().hasPrefix(scheme) {
            let rest = last.dropFirst(scheme.count)
            let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let target = rest.dropFirst(host.count)
            // What a listener would call ambiguous is no request to explain.
            guard !host.isEmpty, host.utf8.allSatisfy(isHostByte), target.isEmpty || target.first == "/" else {
                return nil
            }
            return (method, target.isEmpty ? "/" : String(target), String(host))
        }
        return nil
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"): true
        case UInt8(ascii: "["), UInt8(ascii: "]"): true
        default: false
        }
    }
}

extension TokenSource {
    /// The scheme in front of a token in this place, if there is one.
    fileprivate var scheme: String? {
        if case .header(_, let scheme) = self, !scheme.isEmpty { scheme } else { nil }
    }
}
