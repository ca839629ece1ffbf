/// Base64 with padding (RFC 4648 section 4), as the Basic scheme uses it (RFC 7617).
package enum Base64 {
    /// Decodes a text; nil when it is not base64 with padding.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let digits = text.prefix { $0 != UInt8(ascii: "=") }
        guard text.count % 4 == 0, text.count - digits.count <= 2,
            text.dropFirst(digits.count).allSatisfy({ $0 == UInt8(ascii: "=") })
        else { return nil }
        var characters: [UInt8] = []
        for digit in digits {
            switch digit {
            case UInt8(ascii: "+"): characters.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): characters.append(UInt8(ascii: "_"))
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            default: characters.append(digit)
            }
        }
        return URLSafeBase64.decode(characters)
    }

    /// Encodes bytes.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var output: [UInt8] = []
        URLSafeBase64.encode(bytes, into: &output)
        for position in output.indices {
            switch output[position] {
            case UInt8(ascii: "-"): output[position] = UInt8(ascii: "+")
            case UInt8(ascii: "_"): output[position] = UInt8(ascii: "/")
            default: break
            }
        }
        while output.count % 4 != 0 { output.append(UInt8(ascii: "=")) }
        return String(decoding: output, as: UTF8.self)
    }
}
