internal import JOSE

/// Writes the configured claim headers of an allow: every one, always, so that a client's own copy cannot survive.
struct ClaimHeaderWriter {
    private enum Content {
        case claim(ClaimLookup, ClaimHeader.Format)
        case payload
    }

    private let headers: [(prefix: [UInt8], content: Content)]
    private let limit: Int
    /// The header lines with every value empty.
    let empty: [UInt8]
    private var values = ClaimValueWriter()

    init(_ headers: [ClaimHeader], limit: Int) {
        self.headers = headers.map { header in
            let content: Content =
                switch header.content {
                case .claim(let path, let format): .claim(ClaimLookup(path), format)
                case .payload: .payload
                }
            return (Array("\(header.name): ".utf8), content)
        }
        self.limit = limit
        // An empty field has no space after its colon: some proxies would keep it as a value.
        empty = headers.flatMap { Array("\($0.name):\r\n".utf8) }
    }

    /// Appends the lines for a verified token.
    ///
    /// - Returns: false when they exceed the limit; what was appended must then be dropped.
    mutating func append(for token: borrowing VerifiedToken, to output: inout [UInt8]) -> Bool {
        let start = output.count
        for (prefix, content) in headers {
            output.append(contentsOf: prefix)
            let valueStart = output.count
            switch content {
            case .payload:
                output.append(contentsOf: token.encodedPayload)
            case .claim(let claim, let format):
                if let node = claim.node(in: token.payload) {
                    values.append(node, of: token.payload, format, to: &output)
                }
            }
            if output.count == valueStart { output.removeLast() }
            output.append(0x0D)
            output.append(0x0A)
        }
        return output.count - start <= limit
    }
}
