/// Percent-encodes claim values for header fields, reversibly.
///
/// Nothing outside visible ASCII and inner spaces leaves as it is, so that no claim can end, repeat or split a header.
struct HeaderValueEncoder {
    /// A byte that separates list members and so must not stand inside one.
    let separator: UInt8?

    /// Appends one value; spaces at its ends are encoded, since receivers strip them.
    func append(_ value: [UInt8], to output: inout [UInt8]) {
        for (index, byte) in value.enumerated() {
            let isPlain =
                switch byte {
                case separator, UInt8(ascii: "%"): false
                case 0x20: index > 0 && index < value.count - 1
                default: 0x21...0x7E ~= byte
                }
            if isPlain {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "%"))
                output.append(Self.digits[Int(byte >> 4)])
                output.append(Self.digits[Int(byte & 0x0F)])
            }
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
