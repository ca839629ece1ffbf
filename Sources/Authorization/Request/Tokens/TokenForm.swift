internal import JOSE

/// Tells tokens by their form, before they are read.
enum TokenForm {
    /// Whether a token is meant as a compact JWS (RFC 7515 section 7.1): its first part is a JSON object in base64url, and it
    /// does not have the five parts of a JWE.
    ///
    /// Whatever else is wrong with it, padding and trailing bits of that part included, it is a JWS, if a bad one.
    static func isJWS(_ token: [UInt8]) -> Bool {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count != 5, let header = parts.first else { return false }
        let digits = header.prefix { $0 != UInt8(ascii: "=") }
        guard header.dropFirst(digits.count).count <= 2, digits.count % 4 != 1, let first = digits.first,
            let second = digits.dropFirst().first, digits.allSatisfy({ Base64URL.value(of: $0) != nil }),
            let high = Base64URL.value(of: first), let low = Base64URL.value(of: second)
        else { return false }
        return high << 2 | low >> 4 == UInt8(ascii: "{")
    }
}
