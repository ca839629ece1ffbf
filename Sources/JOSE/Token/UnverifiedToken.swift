/// A compact JWS whose signature nobody has checked (RFC 7515 section 7.1).
///
/// It can be *refused* by what it claims, since refusing needs no trust, but it hands no claim out: only a
/// ``VerifiedToken`` does. Meant to be reused: parsing another text keeps the storage.
public struct UnverifiedToken: Sendable {
    /// What a payload must be.
    package enum Payload: Sendable {
        /// A JSON object, as in a JWT (RFC 7519 section 7.2).
        case claims
        /// Any bytes, as in a plain JWS.
        case anything
    }

    /// The text, as it was signed.
    package private(set) var text: [UInt8] = []
    private var firstDot = 0
    private var secondDot = 0
    package private(set) var header = JSONDocument()
    package private(set) var payload = JSONDocument()
    private(set) var signature: [UInt8] = []
    /// The algorithms that the header's `alg` stands for; empty for a name that is not registered.
    private(set) var algorithms: AlgorithmSet = []
    /// The header's `kid`, as a node of the header; nil when there is none.
    private(set) var keyIDNode: Int?
    /// The header's `typ`, likewise.
    private(set) var typeNode: Int?
    private var reader = JSONReader()

    package init() {}

    /// Whether the signature over header, dot and payload is valid under the key (RFC 7515 section 5.2).
    func isSigned(by key: PreparedKey, _ algorithm: AlgorithmSet) -> Bool {
        key.isValid(signature, for: text.span.extracting(0..<secondDot), algorithm)
    }

    /// Where the payload stands in the text.
    var encodedPayload: Range<Int> { firstDot + 1..<secondDot }

    /// Takes a text apart and checks its form; nothing here needs a key.
    ///
    /// - Returns: nil when the form is right, else the reason.
    package mutating func parse(_ bytes: Span<UInt8>, payload kind: Payload = .claims, trace: Trace? = nil) -> Reason? {
        guard split(bytes) else {
            trace?.fail("parts", expected: "header.payload.signature", found: "another number of parts")
            return .tokenMalformed
        }
        let whole = text.count
        guard Base64URL.decode(bytes, 0..<firstDot, into: &header.bytes),
            Base64URL.decode(bytes, firstDot + 1..<secondDot, into: &payload.bytes),
            Base64URL.decode(bytes, secondDot + 1..<whole, into: &signature)
        else {
            trace?.fail("base64url", expected: "base64url without padding", found: "a part that is not")
            return .tokenMalformed
        }
        trace?.note("parts", expected: "three parts in base64url", found: "\(whole) bytes")
        if let reason = readHeader(trace) { return reason }
        guard kind == .claims else { return nil }
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
        trace?.note("payload", expected: "a JSON object", found: "a JSON object")
        return nil
    }

    /// Copies the text and finds its two dots; work grows with the length alone, however many dots there are.
    private mutating func split(_ bytes: Span<UInt8>) -> Bool {
        text.removeAll(keepingCapacity: true)
        unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
        var dots = 0
        for position in text.indices where text[position] == UInt8(ascii: ".") {
            dots += 1
            if dots == 1 { firstDot = position } else if dots == 2 { secondDot = position } else { return false }
        }
        return dots == 2
    }

    private mutating func readHeader(_ trace: Trace?) -> Reason? {
        algorithms = []
        keyIDNode = nil
        typeNode = nil
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
        // Both change what the signature covers; neither is understood here, so neither may be passed over
        // (RFC 7515 section 4.1.11, RFC 7797 section 3).
        if let member = header.member(Name.crit) ?? header.member(Name.b64) {
            trace?.fail("critical", expected: "neither `crit` nor `b64`", found: header.text(of: member))
            return .criticalHeaderUnsupported
        }
        guard header.member(Name.zip) == nil, header.member(Name.enc) == nil else {
            trace?.fail("header", expected: "a signed token", found: "a compressed or encrypted one")
            return .tokenMalformed
        }
        keyIDNode = header.member(Name.kid)
        typeNode = header.member(Name.typ)
        let algorithmNode = header.member(Name.alg)
        guard isStringOrAbsent(keyIDNode, trace), isStringOrAbsent(typeNode, trace),
            isStringOrAbsent(algorithmNode, trace)
        else { return .tokenMalformed }
        guard let algorithmNode else {
            trace?.fail("header", expected: "`alg`", found: "no such member")
            return .tokenMalformed
        }
        if let keyIDNode { trace?.keyID = header.text(of: keyIDNode) }
        trace?.note("header", expected: "a JSON object with `alg`", found: "alg \(header.text(of: algorithmNode))")
        algorithms = AlgorithmSet.encodedNames.first { header.isString(algorithmNode, $0.name) }?.algorithms ?? []
        return nil
    }

    private func isStringOrAbsent(_ node: Int?, _ trace: Trace?) -> Bool {
        guard let node, header.nodes[node].kind != .string else { return true }
        trace?.fail("header", expected: "strings for `alg`, `kid` and `typ`", found: header.text(of: node))
        return false
    }

    /// The token's `iss`, as a node of the payload; nil when it is absent.
    package var issuerNode: Int? {
        payload.member(Name.iss)
    }

    /// Whether `iss` is there, is a string, and is the expected one; nil when it is.
    func issuerRefusal(expecting issuer: [UInt8], _ trace: Trace?) -> Reason? {
        let node = issuerNode
        trace?.issuer = node.map { payload.text(of: $0) }
        let expected = { String(decoding: issuer, as: UTF8.self) }
        guard let node else {
            trace?.fail("issuer", expected: expected(), found: "no `iss`")
            return .issuerUnknown
        }
        guard payload.nodes[node].kind == .string else {
            trace?.fail("issuer", expected: expected(), found: payload.text(of: node))
            return .claimMalformed
        }
        let passed = payload.isString(node, issuer)
        trace?.note("issuer", expected: expected(), found: payload.text(of: node), passed: passed)
        return passed ? nil : .issuerUnknown
    }

    /// The header's `alg` for messages.
    var algorithmName: String {
        header.member(Name.alg).map { header.text(of: $0) } ?? ""
    }
}
