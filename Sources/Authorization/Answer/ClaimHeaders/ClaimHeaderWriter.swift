internal import Bytes
internal import JOSE

/// Writes the configured claim headers of an allow: always all of them, so that each replaces a client's own.
struct ClaimHeaderWriter {
    /// The headers of issuers without headers of their own.
    private let general: [CompiledClaimHeader]
    private let special: [Int: [CompiledClaimHeader]]
    private let limit: Int
    /// Every header with an empty value.
    let empty: AnswerFields
    /// Every configured name once, as written in answers.
    let names: [String]
    private var values = ClaimValueWriter()

    /// - Parameters:
    ///   - headers: the headers of every issuer's tokens.
    ///   - special: additional headers of single issuers, by their index.
    ///   - limit: the maximum bytes in one answer, counted as HTTP/1.1 lines.
    init(_ headers: [ClaimHeader], special: [Int: [ClaimHeader]], limit: Int) {
        var all = headers
        for (_, headers) in special.sorted(by: { $0.key < $1.key }) {
            all += headers.filter { Self.header(named: $0.name, in: all) == nil }
        }
        names = all.map(\.name)
        general = names.map { CompiledClaimHeader($0, Self.header(named: $0, in: headers)) }
        self.special = special.mapValues { [names] own in
            names.map { name in
                CompiledClaimHeader(name, Self.header(named: name, in: own) ?? Self.header(named: name, in: headers))
            }
        }
        self.limit = limit
        var empty = AnswerFields()
        for name in names { empty.append(name: Array(name.utf8), value: []) }
        self.empty = empty
    }

    private static func header(named name: String, in headers: [ClaimHeader]) -> ClaimHeader? {
        headers.first { ASCII.lowercased($0.name) == ASCII.lowercased(name) }
    }

    /// Appends the headers for a verified token of an issuer.
    ///
    /// - Parameters:
    ///   - token: the verified token.
    ///   - issuer: the issuer's index.
    ///   - fields: empty before the call.
    /// - Returns: false when they exceed the limit; the fields must then be discarded.
    mutating func append(for token: borrowing VerifiedToken, issuer: Int, to fields: inout AnswerFields) -> Bool {
        for header in special[issuer] ?? general {
            fields.append(name: header.name) { output in
                switch header.content {
                case .payload:
                    output.append(contentsOf: token.encodedPayload)
                case .claim(let claim, let format):
                    if let node = claim.node(in: token.payload),
                        token.payload.nodes[node].kind != .null || !header.hasDefault
                    {
                        values.append(node, of: token.payload, format, to: &output)
                    } else {
                        output.append(contentsOf: header.defaultValue)
                    }
                case .nothing: break
                }
            }
        }
        return fields.lineBytes <= limit
    }
}

extension AuthorizationConfiguration {
    /// The name of every claim header in an answer, each once, including those of single issuers.
    public var claimHeaderNames: [String] {
        ClaimHeaderWriter(claimHeaders, special: issuerClaimHeaders, limit: responseHeadersLimit).names
    }
}
