import Authorization
import JOSE
import ProxyProtocol

/// The invariants of every answer.
enum AnswerRules {
    private typealias Line = (name: String, value: String)

    private static let claimHeaders = [
        "X-Auth-Subject", "X-Auth-Groups", "X-Auth-Words", "X-Auth-City", "X-Auth-Data", "X-Auth-Encoded",
        "X-Auth-Payload",
    ]

    static func checkAllow(_ headers: [UInt8], _ request: FuzzRequest) throws(Finding) {
        if request.configuration.refusesClaimHeaders {
            let names = request.subrequest.fields.map { text(request.bytes[$0.name]).lowercased() }
            let spoofed = Set(names).intersection(claimHeaders.map { $0.lowercased() })
            try require(spoofed.isEmpty, "nobody passes who sends a claim header")
        }
        let lines = try lines(headers)
        try require(lines.prefix(claimHeaders.count).map(\.name) == claimHeaders, "each claim header is there once")
        let others = lines.dropFirst(claimHeaders.count)
        let empty = lines.filter(\.value.isEmpty).map(\.name)
        for (name, value) in others {
            switch name {
            case "x-envoy-auth-headers-to-remove":
                try require(request.dialect != .nginx, "only Envoy removes headers")
                try require(value == empty.joined(separator: ","), "the empty headers are removed")
            case "X-Accel-Expires":
                try require(Int(value).map { 0...30 ~= $0 } == true, "an allow is kept for a while at most")
            case "Vary":
                try require(value == request.configuration.varyingFields, "caches tell tokens apart")
            default:
                throw Finding("no other header: \(name)")
            }
        }
        try require(Set(others.map(\.name)).count == others.count, "no header is there twice")
        if request.isTokenGood, empty.count < claimHeaders.count { try checkClaims(lines, request) }
    }

    static func checkDenial(_ headers: [UInt8], _ reason: Reason) throws(Finding) {
        let names = try lines(headers).map(\.name)
        switch reason.status {
        case 401: try require(names == ["WWW-Authenticate"], "a 401 has one challenge")
        case 503: try require(names == ["Retry-After"], "a 503 says when to come back")
        default:
            let expected = reason == .scopeInsufficient ? ["WWW-Authenticate"] : []
            try require(names == expected, "a 403 has a challenge for scopes alone")
        }
    }

    /// The lines, of which every one ends in CRLF and has nothing but visible ASCII and inner spaces.
    private static func lines(_ headers: [UInt8]) throws(Finding) -> [Line] {
        guard !headers.isEmpty else { return [] }
        try require(headers.suffix(2).elementsEqual([0x0D, 0x0A]), "the last line has an end")
        var lines: [Line] = []
        for line in headers.dropLast(2).split(separator: 0x0A, omittingEmptySubsequences: false) {
            let isLast = line.endIndex == headers.count - 2
            try require(isLast || line.last == 0x0D, "LF stands behind CR only")
            let text = isLast ? line : line.dropLast()
            try require(text.allSatisfy { 0x20...0x7E ~= $0 }, "a line is visible ASCII and spaces")
            guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { throw Finding("a line has a colon") }
            let value = text[(colon + 1)...]
            if !value.isEmpty {
                try require(value.first == 0x20 && value.count > 1, "a value has a space before it")
                try require(value.dropFirst().first != 0x20 && value.last != 0x20, "no value has a space at an end")
            }
            lines.append((Self.text(text[..<colon]), Self.text(value.dropFirst())))
        }
        return lines
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Claims

    /// The claim headers of a token that was signed here lead back to its claims.
    private static func checkClaims(_ lines: [Line], _ request: FuzzRequest) throws(Finding) {
        let parts = request.token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // The request may have another valid token, which was used instead.
        guard parts.count == 3, lines[6].value.utf8.elementsEqual(parts[1]) else { return }
        guard let decoded = Base64URL.decode(parts[1]), let payload = FuzzIssuer.object(decoded) else {
            throw Finding("a good token has a payload")
        }
        if let subject = payload["sub"]?.string {
            try require(percentDecoded(lines[0].value.utf8).elementsEqual(subject.utf8), "the subject can be read back")
        }
        if let groups = FuzzIssuer.strings(payload["groups"]), !groups.isEmpty {
            let members = lines[1].value.split(separator: ",", omittingEmptySubsequences: false)
            let isSame = members.map { percentDecoded($0.utf8) } == groups.map { Array($0.utf8) }
            try require(isSame, "the groups can be read back")
        }
        if payload["/address/city"] == nil, payload["address"]?["city"] == nil, payload["address"]?.array == nil {
            try require(lines[3].value == "nowhere", "an absent claim has its default")
        }
        if let data = payload["data"] {
            let plain = try compact(Array(lines[4].value.utf8))
            let encoded = Base64URL.decode(lines[5].value.utf8) ?? []
            try require(plain == compact(encoded), "both forms of JSON are the same")
            try require(plain == compact(Array(data.text.utf8)), "JSON can be read back")
        }
    }

    /// The values in the order of the text, strings decoded.
    private static func compact(_ json: [UInt8]) throws(Finding) -> [[UInt8]] {
        guard let document = try? JSONDocument(parsing: json) else { throw Finding("JSON in a header is JSON") }
        return document.nodes.indices.map { number in
            switch document.nodes[number].kind {
            case .string: [UInt8(ascii: "s")] + document.utf8(of: number)
            case .number: [UInt8(ascii: "n")] + document.utf8(of: number)
            case let kind: [kind.rawValue]
            }
        }
    }
}
