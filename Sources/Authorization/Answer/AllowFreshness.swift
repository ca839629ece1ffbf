internal import Bytes

/// How long proxies may cache an allow, as configured.
struct AllowFreshness {
    private let seconds: Int
    /// The request headers that token sources read.
    private let varyingFields: [UInt8]

    init(seconds: Int, sources: [TokenSource]) {
        self.seconds = seconds
        var names: [String] = []
        for source in sources {
            // The query reads none: the URI is part of a cache's key anyway.
            guard let name = source.headerName,
                !names.contains(where: { ASCII.lowercased($0) == ASCII.lowercased(name) })
            else { continue }
            names.append(name)
        }
        varyingFields = Array(names.joined(separator: ", ").utf8)
    }

    /// The freshness of an allow that is valid until `end`; both times are Unix seconds.
    func until(_ end: Double, now: Double) -> AnswerFields.Freshness {
        let left = (end - now).rounded(.down)
        let seconds = left >= Double(self.seconds) ? self.seconds : Int(exactly: max(0, left)) ?? 0
        return AnswerFields.Freshness(seconds: seconds, varyingFields: varyingFields)
    }
}
