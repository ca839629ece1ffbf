internal import JOSE

/// Writes the configured claim headers of an allow: every one, always, so that a client's own copy cannot survive.
struct ClaimHeaderWriter {
    /// The lines that one issuer's tokens get.
    private let general: [ClaimHeaderLine]
    private let special: [Int: [ClaimHeaderLine]]
    private let limit: Int
    /// The header lines with every value empty.
    let empty: [UInt8]
    /// Every configured name once, as it is spelt in answers.
    let names: [String]
    private var values = ClaimValueWriter()

    /// - Parameters:
    ///   - special: headers of single issuers, by their number.
    ///   - limit: the most bytes of lines in one answer.
    init(_ headers: [ClaimHeader], special: [Int: [ClaimHeader]], limit: Int) {
        var all = headers
        for (_, headers) in special.sorted(by: { $0.key < $1.key }) {
            all += headers.filter { Self.header(named: $0.name, in: all) == nil }
        }
        names = all.map(\.name)
        general = names.map { ClaimHeaderLine($0, Self.header(named: $0, in: headers)) }
        self.special = special.mapValues { [names] own in
            names.map { ClaimHeaderLine($0, Self.header(named: $0, in: own) ?? Self.header(named: $0, in: headers)) }
        }
        self.limit = limit
        // An empty field has no space after its colon: some proxies would keep it as a value.
        empty = names.flatMap { Array("\($0):\r\n".utf8) }
    }

    private static func header(named name: String, in headers: [ClaimHeader]) -> ClaimHeader? {
        headers.first { ASCII.lowercased($0.name) == ASCII.lowercased(name) }
    }

    /// Appends the lines for a verified token of an issuer.
    ///
    /// - Returns: false when they exceed the limit; what was appended must then be dropped.
    mutating func append(for token: borrowing VerifiedToken, issuer: Int, to output: inout [UInt8]) -> Bool {
        let start = output.count
        for line in special[issuer] ?? general {
            output.append(contentsOf: line.prefix)
            let valueStart = output.count
            switch line.content {
            case .payload:
                output.append(contentsOf: token.encodedPayload)
            case .claim(let claim, let format):
                if let node = claim.node(in: token.payload), token.payload.nodes[node].kind != .null || !line.hasDefault
                {
                    values.append(node, of: token.payload, format, to: &output)
                } else {
                    output.append(contentsOf: line.defaultValue)
                }
            case .nothing: break
            }
            if output.count == valueStart { output.removeLast() }
            output.append(0x0D)
            output.append(0x0A)
        }
        return output.count - start <= limit
    }
}

extension AuthorizationConfiguration {
    /// The name of every claim header that an answer has, each once, those of single issuers included.
    public var claimHeaderNames: [String] {
        ClaimHeaderWriter(claimHeaders, special: issuerClaimHeaders, limit: responseHeadersLimit).names
    }
}
