import Bytes

/// A compact JWS whose signature is not verified (RFC 7515 section 7.1).
///
/// It can be *refused* because of its claims, since refusing needs no trust. Only a ``VerifiedToken`` gives access to
/// claims. The one exception is ``unverifiedIssuer(of:)-(String)``, for choosing keys.
/// Reuse it: parsing another text keeps the storage.
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
    /// The header, if it could be read.
    package private(set) var header = JSONDocument()
    /// The payload, if it could be read.
    package private(set) var payload = JSONDocument()
    private var signature: [UInt8] = []
    private(set) var parameters = HeaderParameters()
    private(set) var claims = RegisteredClaims()
    /// The algorithms that the header's `alg` names; empty for an unregistered name.
    private(set) var algorithms: AlgorithmSet = []
    private var reader = JSONReader()
    /// Whether ``header`` is the header of the last text.
    private var hasHeader = false
    /// The length of a valid header in ``text``, with its dot; 0 without one.
    private var knownHeader = 0

    /// Creates an empty token, to be filled by ``parse(_:payload:_:)``.
    package init() {}

    /// Whether the signature over header, dot and payload is valid under the key (RFC 7515 section 5.2).
    func isSigned(by key: PreparedKey, _ algorithm: AlgorithmSet) -> Bool {
        key.isValid(signature, for: text.span.extracting(0..<secondDot), algorithm)
    }

    /// The range of the payload in the text.
    var encodedPayload: Range<Int> { firstDot + 1..<secondDot }

    /// The node of `iss` in the payload; nil when it is absent.
    package var issuerNode: Int? { claims.issuer }

    /// The header's `alg`, for messages.
    var algorithmName: String {
        parameters.algorithm.map { header.text(of: $0) } ?? ""
    }

    /// The header's `kid`, for messages; nil when it is absent or the header could not be read.
    package var keyID: String? {
        guard hasHeader, let node = parameters.keyID, header.nodes[node].kind == .string else { return nil }
        return header.text(of: node)
    }

    /// Parses a text and checks its form, which needs no key.
    ///
    /// - Parameters:
    ///   - bytes: the token.
    ///   - kind: what the payload must be.
    ///   - observer: records every check.
    /// - Returns: why the form is malformed; nil when it is not.
    package mutating func parse(
        _ bytes: Span<UInt8>,
        payload kind: Payload = .claims,
        _ observer: CheckObserver? = nil
    ) -> TokenProblem? {
        let problem = read(bytes, kind, observer)
        if let observer, let problem {
            let description = description(of: problem, in: bytes)
            observer.record(problem.check.name, expected: description.expected, found: description.found, passed: false)
        }
        return problem.map { .form($0) }
    }

    private mutating func read(_ bytes: Span<UInt8>, _ kind: Payload, _ observer: CheckObserver?) -> FormProblem? {
        // Tokens signed with the same key usually have the same header.
        let isHeaderKnown = observer == nil && hasKnownHeader(bytes)
        hasHeader = isHeaderKnown
        guard split(bytes, isHeaderKnown) else { return .parts }
        observer?.record(TokenCheck.parts.name, expected: Self.threeParts, found: "\(bytes.count) bytes")
        text.removeAll(keepingCapacity: true)
        unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
        if !isHeaderKnown {
            if let problem = readHeader() { return problem }
            observer?.record(
                TokenCheck.header.name,
                expected: "a JSON object with `alg`",
                found: "alg \(algorithmName)"
            )
            knownHeader = firstDot + 1
        }
        guard kind == .claims else { return nil }
        if let problem = readPayload() { return problem }
        observer?.record(TokenCheck.payload.name, expected: Self.object, found: Self.object)
        return nil
    }

    private static let threeParts = "three parts in base64url"
    private static let object = "a JSON object"

    /// Decodes part by part, each up to its dot; a third dot is an error.
    private mutating func split(_ bytes: Span<UInt8>, _ isHeaderKnown: Bool) -> Bool {
        if !isHeaderKnown {
            knownHeader = 0
            guard let first = URLSafeBase64.decode(bytes, from: 0, into: &header.bytes), Self.isDot(bytes, first) else {
                return false
            }
            firstDot = first
        }
        guard let second = URLSafeBase64.decode(bytes, from: firstDot + 1, into: &payload.bytes),
            Self.isDot(bytes, second),
            let end = URLSafeBase64.decode(bytes, from: second + 1, into: &signature), end == bytes.count
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

    private mutating func readHeader() -> FormProblem? {
        do {
            try header.reparse(with: &reader)
        } catch {
            return .header(error)
        }
        guard header.isObject else { return .headerIsNoObject }
        parameters = HeaderParameters(of: header)
        hasHeader = true
        // Both change what the signature covers; neither is supported, so neither may be ignored
        // (RFC 7515 section 4.1.11, RFC 7797 section 3).
        if let critical = parameters.critical { return .critical(critical) }
        guard !parameters.isEncrypted else { return .encrypted }
        if let node = notString(parameters.keyID) ?? notString(parameters.type) ?? notString(parameters.algorithm) {
            return .parameterIsNoString(node)
        }
        guard let algorithm = parameters.algorithm else { return .noAlgorithm }
        algorithms = AlgorithmSet(named: algorithm, in: header)
        return nil
    }

    private func notString(_ node: Int?) -> Int? {
        node.flatMap { header.nodes[$0].kind == .string ? nil : $0 }
    }

    private mutating func readPayload() -> FormProblem? {
        do {
            try payload.reparse(with: &reader)
        } catch {
            return .payload(error)
        }
        guard payload.isObject else { return .payloadIsNoObject }
        claims = RegisteredClaims(of: payload)
        return nil
    }

    // MARK: Descriptions

    /// Describes why the last text is malformed.
    package func description(of problem: FormProblem, in bytes: Span<UInt8>) -> CheckDescription {
        switch problem {
        case .parts: CheckDescription(expected: Self.threeParts, found: Self.problem(of: bytes))
        case .header(let error), .payload(let error):
            CheckDescription(expected: Self.object, found: error.description)
        case .headerIsNoObject, .payloadIsNoObject:
            CheckDescription(expected: Self.object, found: "another JSON value")
        case .critical(let node):
            CheckDescription(expected: "neither `crit` nor `b64`", found: header.text(of: node))
        case .encrypted: CheckDescription(expected: "a signed token", found: "a compressed or encrypted one")
        case .parameterIsNoString(let node):
            CheckDescription(expected: "strings for `alg`, `kid` and `typ`", found: header.text(of: node))
        case .noAlgorithm: CheckDescription(expected: "`alg`", found: "no such member")
        }
    }
}
