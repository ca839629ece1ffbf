/// The nodes of the header parameters that are evaluated, found in one pass (RFC 7515 section 4.1).
struct HeaderParameters: Sendable {
    var algorithm: Int?
    var keyID: Int?
    var type: Int?
    /// `crit` or `b64`.
    var critical: Int?
    /// Whether there is a `zip` or `enc`.
    var isEncrypted = false

    init() {}

    init(of header: JSONDocument) {
        header.forEachShortMember { name, value in
            switch name {
            case .alg: algorithm = value
            case .kid: keyID = value
            case .typ: type = value
            case .crit, .b64: critical = value
            case .zip, .enc: isEncrypted = true
            default: break
            }
        }
    }
}
