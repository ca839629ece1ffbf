/// A compact JWS whose signature nobody has checked (RFC 7515 section 7.1).
///
/// It can be *refused* by what it claims, since refusing needs no trust, but it hands no claim out: only a
/// ``VerifiedToken`` does. The one exception says so in its name: ``unverifiedIssuer(of:)-(String)``, for choosing keys.
/// Meant to be reused: parsing another text keeps the storage.
public struct UnverifiedToken: ~Copyable {
    /// What a payload must be.
    package enum Payload: Sendable {
        /// A JSON object, as in a JWT (RFC 7519 section 7.2).
        case claims
        /// Any bytes, as in a plain JWS.
        case anything
    }

    /// The text, as it was signed.
    private(set) var text: [UInt8] = []
    private var firstDot = 0
    private var secondDot = 0
    package private(set) var header = JSONDocument()
    package private(set) var payload = JSONDocument()
    private var signature: [UInt8] = []
    private(set) var members = HeaderMembers()
    private(set) var claims = JudgedClaims()
    /// The algorithms that the header's `alg` stands for; empty for a name that is not registered.
    private(set) var algorithms: AlgorithmSet = []
    private var reader = JSONReader()
    /// How many characters of ``text`` are a header that was found in order, and its dot; 0 when none was.
    private var knownHeader = 0

    package init() {}

    /// Whether the signature over header, dot and payload is valid under the key (RFC 7515 section 5.2).
    func isSigned(by key: PreparedKey, _ algorithm: AlgorithmSet) -> Bool {
        key.isValid(signature, for: text.span.extracting(0..<secondDot), algorithm)
    }

    /// Where the payload stands in the text.
    var encodedPayload: Range<Int> { firstDot + 1..<secondDot }

    /// The token's `iss`, as a node of the payload; nil when it is absent.
    package var issuerNode: Int? { claims.issuer }

    /// The header's `alg` for messages.
    var algorithmName: String {
        members.algorithm.map { header.text(of: $0) } ?? ""
    }

    /// Takes a text apart and checks its form; nothing here needs a key.
    ///
    /// - Returns: nil when the form is right, else the reason.
    package mutating func parse(_ bytes: Span<UInt8>, payload kind: Payload = .claims, trace: Trace? = nil) -> Reason? {
        // An issuer's tokens have the same header, as long as it signs with the same key.
        let isHeaderKnown = trace == nil && hasKnownHeader(bytes)
        guard split(bytes, isHeaderKnown) else {
            trace?.fail("parts", expected: "three parts in base64url", found: Self.problem(of: bytes))
            return .tokenMalformed
        }
        trace?.note("parts", expected: "three parts in base64url", found: "\(bytes.count) bytes")
        text.removeAll(keepingCapacity: true)
        unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
        if !isHeaderKnown {
            if let reason = readHeader(trace) { return reason }
            knownHeader = firstDot + 1
        }
        return kind == .claims ? readPayload(trace) : nil
    }

    /// Decodes part by part, each up to the dot that ends it: however many dots there are, the third is too many.
    private mutating func split(_ bytes: Span<UInt8>, _ isHeaderKnown: Bool) -> Bool {
        if !isHeaderKnown {
            knownHeader = 0
            guard let first = Base64URL.decode(bytes, from: 0, into: &header.bytes), Self.isDot(bytes, first) else {
                return false
            }
            firstDot = first
        }
        guard let second = Base64URL.decode(bytes, from: firstDot + 1, into: &payload.bytes), Self.isDot(bytes, second),
            let end = Base64URL.decode(bytes, from: second + 1, into: &signature), end == bytes.count
        else { return false }
        secondDot = second
        return true
    }

    private func hasKnownHeader(_ bytes: Span<UInt8>) -> Bool {
        guard knownHeader > 0, bytes.count > knownHeader else { return false }
        return bytes.extracting(0..<knownHeader).isEqual(to: text.span.extracting(0..<knownHeader))
    }

    private static func isDot(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
        position < bytes.count && bytes[position] == UInt8(ascii: ".")
    }

    private static func problem(of bytes: Span<UInt8>) -> String {
        var parts = 1
        for position in bytes.indices where isDot(bytes, position) { parts += 1 }
        return parts == 3 ? "a part that is not base64url without padding" : "\(parts) parts"
    }

    private mutating func readHeader(_ trace: Trace?) -> Reason? {
        do {
            try header.reparse(with: &reader)
        } catch {
            trace?.fail("header", expected: "a JSON object", found: error.description)
            return .tokenMalformed
        }
        guard header.isObject else {
            trace?.fail("header", expected: "a JSON object", found: "another JSON value")
            return .tokenMalformed
        }
        members = HeaderMembers(of: header)
        // Both change what the signature covers; neither is understood here, so neither may be passed over
        // (RFC 7515 section 4.1.11, RFC 7797 section 3).
        if let critical = members.critical {
            trace?.fail("critical", expected: "neither `crit` nor `b64`", found: header.text(of: critical))
            return .criticalHeaderUnsupported
        }
        guard !members.isEncrypted else {
            trace?.fail("header", expected: "a signed token", found: "a compressed or encrypted one")
            return .tokenMalformed
        }
        guard isStringOrAbsent(members.keyID, trace), isStringOrAbsent(members.type, trace),
            isStringOrAbsent(members.algorithm, trace)
        else { return .tokenMalformed }
        guard let algorithm = members.algorithm else {
            trace?.fail("header", expected: "`alg`", found: "no such member")
            return .tokenMalformed
        }
        if let keyID = members.keyID { trace?.keyID = header.text(of: keyID) }
        trace?.note("header", expected: "a JSON object with `alg`", found: "alg \(header.text(of: algorithm))")
        algorithms = AlgorithmSet(named: algorithm, in: header)
        return nil
    }

    private func isStringOrAbsent(_ node: Int?, _ trace: Trace?) -> Bool {
        guard let node, header.nodes[node].kind != .string else { return true }
        trace?.fail("header", expected: "strings for `alg`, `kid` and `typ`", found: header.text(of: node))
        return false
    }

    private mutating func readPayload(_ trace: Trace?) -> Reason? {
        do {
            try payload.reparse(with: &reader)
        } catch {
            trace?.fail("payload", expected: "a JSON object", found: error.description)
            return .tokenMalformed
        }
        guard payload.isObject else {
            trace?.fail("payload", expected: "a JSON object", found: "another JSON value")
            return .tokenMalformed
        }
        claims = JudgedClaims(of: payload)
        trace?.note("payload", expected: "a JSON object", found: "a JSON object")
        return nil
    }

    /// Which of the issuers `iss` names, if it is there and a string.
    func issuer(among issuers: [[UInt8]], _ trace: Trace?) -> IssuerMatch {
        let node = claims.issuer
        trace?.issuer = node.map { payload.text(of: $0) }
        let expected = { issuers.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or ") }
        guard let node else {
            trace?.fail("issuer", expected: expected(), found: "no `iss`")
            return .refused(.issuerUnknown)
        }
        guard payload.nodes[node].kind == .string else {
            trace?.fail("issuer", expected: expected(), found: payload.text(of: node))
            return .refused(.claimMalformed)
        }
        let match = issuers.firstIndex { payload.isString(node, $0) }
        trace?.note("issuer", expected: expected(), found: payload.text(of: node), passed: match != nil)
        return match.map { .found($0) } ?? .refused(.issuerUnknown)
    }

    /// Which issuer a token names.
    enum IssuerMatch {
        /// By its number.
        case found(Int)
        case refused(Reason)
    }
}
