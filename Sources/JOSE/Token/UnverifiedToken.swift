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
    private var reader = JSONReader()
    private var recentAlgorithm: (name: [UInt8], algorithms: AlgorithmSet) = ([], [])

    package init() {}

    /// Whether the signature over header, dot and payload is valid under the key (RFC 7515 section 5.2).
    func isSigned(by key: PreparedKey, _ algorithm: AlgorithmSet) -> Bool {
        key.isValid(signature, for: text.span.extracting(0..<secondDot), algorithm)
    }

    /// The payload's part of the text.
    package var encodedPayload: ArraySlice<UInt8> { text[firstDot + 1..<secondDot] }

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
        for unsupported in [Name.zip, Name.enc] where header.member(unsupported) != nil {
            trace?.fail("header", expected: "a signed token", found: "a compressed or encrypted one")
            return .tokenMalformed
        }
        keyIDNode = header.member(Name.kid)
        for name in [Name.kid, Name.typ] {
            if let member = header.member(name), header.nodes[member].kind != .string {
                trace?.fail("header", expected: "strings for `kid` and `typ`", found: header.text(of: member))
                return .tokenMalformed
            }
        }
        guard let algorithm = header.member(Name.alg), header.nodes[algorithm].kind == .string else {
            trace?.fail("header", expected: "`alg` as a string", found: "none")
            return .tokenMalformed
        }
        if let keyIDNode { trace?.keyID = header.text(of: keyIDNode) }
        trace?.note("header", expected: "a JSON object with `alg`", found: "alg \(header.text(of: algorithm))")
        algorithms = algorithms(named: algorithm)
        return nil
    }

    /// Looks the name up; the last one is remembered, since an issuer's tokens all have the same.
    private mutating func algorithms(named node: Int) -> AlgorithmSet {
        if header.isString(node, recentAlgorithm.name) { return recentAlgorithm.algorithms }
        let name = header.utf8(of: node)
        let found = AlgorithmSet(name: String(decoding: name, as: UTF8.self)) ?? []
        recentAlgorithm = (name, found)
        return found
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

    /// The header's `typ`, as a node of the header; nil when there is none.
    var typeNode: Int? {
        header.member(Name.typ)
    }
}
