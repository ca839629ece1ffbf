/// Why a token's compact serialization is malformed; nodes are those of the token that was read.
package enum FormProblem: Sendable, Equatable {
    /// Not three parts in base64url (RFC 7515 section 7.1).
    case parts
    /// The header is not strict JSON.
    case header(JSONError)
    /// The header is not a JSON object.
    case headerIsNoObject
    /// The header has `crit` or `b64`, at this node.
    case critical(Int)
    /// The header has `zip` or `enc`.
    case encrypted
    /// The header parameter at this node is not a string.
    case parameterIsNoString(Int)
    /// The header has no `alg`.
    case noAlgorithm
    /// The payload is not strict JSON.
    case payload(JSONError)
    /// The payload is not a JSON object.
    case payloadIsNoObject

    var check: TokenCheck {
        switch self {
        case .parts: .parts
        case .header, .headerIsNoObject, .encrypted, .parameterIsNoString, .noAlgorithm: .header
        case .critical: .critical
        case .payload, .payloadIsNoObject: .payload
        }
    }

    /// The public failure.
    package var failure: TokenFailure {
        if case .critical = self { .criticalHeaderUnsupported } else { .tokenMalformed }
    }
}
