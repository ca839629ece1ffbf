/// ``ClaimHeader`` compiled for the tokens of one issuer.
struct CompiledClaimHeader {
    enum Content {
        case claim(CompiledClaimPath, ClaimHeader.Format)
        case payload
        /// Only another issuer has the header.
        case nothing
    }

    let name: [UInt8]
    let content: Content
    let hasDefault: Bool
    /// The encoded default.
    let defaultValue: [UInt8]

    init(_ name: String, _ header: ClaimHeader?) {
        self.name = Array(name.utf8)
        content =
            switch header?.content {
            case .claim(let path, let format): .claim(CompiledClaimPath(path), format)
            case .payload: .payload
            case nil: .nothing
            }
        hasDefault = header?.defaultValue != nil
        var value: [UInt8] = []
        let encoder = HeaderValueEncoder(separator: nil, output: 0)
        for byte in (header?.defaultValue ?? "").utf8 { encoder.append(byte, to: &value) }
        encoder.finish(&value)
        defaultValue = value
    }
}
