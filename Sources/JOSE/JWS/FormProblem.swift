/// What is wrong with a token's form; offsets and nodes are those of the token that was read.
package enum FormProblem: Sendable, Equatable {
    /// Not three parts in base64url.
    case parts
    case header(JSONError)
    case headerIsNoObject
    /// `crit` or `b64`, by its node.
    case critical(Int)
    /// `zip` or `enc`.
    case encrypted
    /// A header parameter that is no string, by its node.
    case parameterIsNoString(Int)
    case noAlgorithm
    case payload(JSONError)
    case payloadIsNoObject

    var check: TokenCheck {
        switch self {
        case .parts: .parts
        case .header, .headerIsNoObject, .encrypted, .parameterIsNoString, .noAlgorithm: .header
        case .critical: .critical
        case .payload, .payloadIsNoObject: .payload
        }
    }

    package var failure: TokenFailure {
        if case .critical = self { .criticalHeaderUnsupported } else { .tokenMalformed }
    }
}
