import Foundation

/// The value of a header field as an input writes it, with the token in one of its forms.
///
/// `$` is replaced by the token, `<` and `>` by its two halves; text between `{` and `}` is encoded in base64, text between
/// `[` and `]` in base64url.
enum FieldText {
    static func bytes(of text: some Collection<UInt8>, token: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        // Where the text begins that is to be encoded.
        var start = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "$"): output += token
            case UInt8(ascii: "<"): output += token.prefix(token.count / 2)
            case UInt8(ascii: ">"): output += token.dropFirst(token.count / 2)
            case UInt8(ascii: "{"), UInt8(ascii: "["): start = output.count
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                let encoded = Data(output[start...]).base64EncodedData()
                output.removeSubrange(start...)
                output += byte == UInt8(ascii: "}") ? Array(encoded) : encoded.compactMap(inURLAlphabet)
                start = output.count
            default: output.append(byte)
            }
        }
        return output
    }

    /// Nil for padding.
    private static func inURLAlphabet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        case UInt8(ascii: "="): nil
        default: byte
        }
    }
}
