internal import Bytes

/// Recognises tokens by their form, before they are parsed.
enum TokenForm {
    /// Whether a token looks like a compact JWS (RFC 7515 section 7.1).
    ///
    /// Its first part is a JSON object in base64url, and it does not have the five parts of a JWE. It may be malformed
    /// otherwise, for example with padding or trailing bits in that part.
    static func isJWS(_ token: some RandomAccessCollection<UInt8>) -> Bool {
        let header = token.prefix { $0 != UInt8(ascii: ".") }
        let digits = header.prefix { $0 != UInt8(ascii: "=") }
        guard header.count - digits.count <= 2, digits.count % 4 != 1, let first = digits.first,
            let second = digits.dropFirst().first, digits.allSatisfy({ URLSafeBase64.value(of: $0) != nil }),
            let high = URLSafeBase64.value(of: first), let low = URLSafeBase64.value(of: second)
        else { return false }
        guard high << 2 | low >> 4 == UInt8(ascii: "{") else { return false }
        var dots = 0
        for byte in token where byte == UInt8(ascii: ".") { dots += 1 }
        return dots != 4
    }
}
