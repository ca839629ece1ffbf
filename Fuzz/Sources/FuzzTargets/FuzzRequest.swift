import Authorization
import ProxyProtocol

/// A decision request as an input describes it, in lines.
///
/// They are: switches, method, target, host, policy, the token's header, its payload, then a header field each. An empty
/// line means absent; the target `!` means an ambiguous one. A `$` is replaced by the token, which is signed here; header
/// fields have further forms, see ``FieldText``.
struct FuzzRequest {
    private(set) var bytes: [UInt8] = Array("?#/".utf8)
    private(set) var subrequest = Subrequest()
    /// The policy that decides.
    var configuration: FuzzPolicy { switches & 8 != 0 ? .encodedTokens : .plainTokens }
    let token: [UInt8]
    /// Whether the token is one that the issuer's requirements accept.
    let isTokenGood: Bool
    private let switches: UInt8

    var mayWait: Bool { switches & 4 != 0 }
    /// How the answer is written.
    var dialect: Dialect { switches & 2 != 0 ? .envoy(pathPrefix: "") : .nginx }

    init(_ input: [UInt8]) {
        let lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let line = { lines.indices.contains($0) ? lines[$0] : [] }
        let header = line(5)
        let payload = line(6)
        switches = line(0).first ?? 0
        token = header.isEmpty && payload.isEmpty ? [] : FuzzIssuer.sign(header: header, payload: payload)
        isTokenGood = !token.isEmpty && FuzzIssuer.accepts(header: header) && FuzzIssuer.accepts(payload: payload)
        subrequest.showsClientHeaders = switches & 1 != 0
        subrequest.method = line(1).isEmpty ? nil : append(line(1))
        subrequest.target = line(2).isEmpty ? .absent : line(2) == [0x21] ? .ambiguous : .origin(append(line(2)))
        subrequest.host = line(3).isEmpty ? nil : append(line(3))
        subrequest.policy = line(4).isEmpty ? .byDefault : .named(append(line(4)))
        for field in lines.dropFirst(7) {
            let parts = field.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1].drop { $0 == 0x20 } : []
            let text = FieldText.bytes(of: value, token: token)
            subrequest.fields.append(HeaderField(name: append(Array(parts[0])), value: append(verbatim: text)))
        }
    }

    /// Appends a text with the token in it, then a separator, so that an off-by-one range is detected.
    private mutating func append(_ text: [UInt8]) -> Range<Int> {
        append(verbatim: text.flatMap { $0 == UInt8(ascii: "$") ? token : [$0] })
    }

    private mutating func append(verbatim text: [UInt8]) -> Range<Int> {
        let start = bytes.count
        bytes += text
        defer { bytes += Array("|;%".utf8) }
        return start..<bytes.count
    }

    /// The target's own bytes; nil when there is none.
    var target: ArraySlice<UInt8>? {
        guard case .origin(let range) = subrequest.target else { return nil }
        return bytes[range]
    }

    /// Whether the request names a policy.
    var namesPolicy: Bool { subrequest.policy != .byDefault }

    /// Whether the request contains a token that is known to be valid.
    var hasGoodToken: Bool {
        let good = KnownToken.signedTexts.map { Array($0) } + (isTokenGood ? [token] : [])
        return TokenTexts.all(of: self).contains { text in
            good.contains { Self.contains($0, in: text) }
        }
    }

    private static func contains(_ part: [UInt8], in bytes: [UInt8]) -> Bool {
        guard let first = part.first else { return false }
        return bytes.indices.contains { bytes[$0] == first && bytes[$0...].starts(with: part) }
    }
}

/// The bytes with every percent-encoded one decoded; invalid encodings are kept.
func percentDecoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
        let digits = bytes[index...].prefix(3).dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        if bytes[index] == UInt8(ascii: "%"), digits.count == 2 {
            output.append(UInt8(digits[0] * 16 + digits[1]))
            index += 3
        } else {
            output.append(bytes[index])
            index += 1
        }
    }
    return output
}
