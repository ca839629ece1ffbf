internal import Bytes

/// Finds header fields that an application may treat as a claim header although the proxy does not.
struct HeaderAliases {
    private let names: [[UInt8]]
    private let folded: [[UInt8]]
    /// A bit for each length of a name, so that most fields are skipped.
    private let lengths: UInt64

    init(of names: [String]) {
        self.names = names.map(ASCII.lowercased)
        folded = self.names.map { $0.map(Self.folded) }
        lengths = folded.reduce(0) { $0 | 1 << UInt64($1.count & 63) }
    }

    /// The first field whose name differs from a claim header's only in its separators.
    func first(in request: borrowing Subrequest, _ bytes: Span<UInt8>) -> HeaderField? {
        for field in request.fields where lengths >> UInt64(field.name.count & 63) & 1 == 1 {
            guard folded.contains(where: { Self.isAlias(field.name, of: $0, bytes) }) else { continue }
            if !names.contains(where: { ASCII.equalIgnoringCase(bytes, field.name, $0) }) { return field }
        }
        return nil
    }

    /// The first field with a claim header's name in any case, with or without a value.
    func firstClaimHeader(in request: borrowing Subrequest, _ bytes: Span<UInt8>) -> HeaderField? {
        for field in request.fields where lengths >> UInt64(field.name.count & 63) & 1 == 1 {
            if names.contains(where: { ASCII.equalIgnoringCase(bytes, field.name, $0) }) { return field }
        }
        return nil
    }

    private static func isAlias(_ part: Range<Int>, of name: [UInt8], _ bytes: Span<UInt8>) -> Bool {
        guard part.count == name.count else { return false }
        for offset in 0..<name.count where folded(bytes[part.lowerBound + offset]) != name[offset] { return false }
        return true
    }

    /// A name's byte as CGI maps it: letters without case, all other characters to one separator.
    private static func folded(_ byte: UInt8) -> UInt8 {
        switch ASCII.lowercased(byte) {
        case 0x30...0x39: byte
        case 0x61...0x7A: ASCII.lowercased(byte)
        default: UInt8(ascii: "-")
        }
    }
}
