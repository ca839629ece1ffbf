internal import Bytes

/// How the value of a header or cookie contains a token.
enum Credentials {
    /// The whole value.
    case bare
    /// After a scheme, in lower case, and spaces (RFC 9110 section 11.4).
    case scheme([UInt8])
    /// As the user or the password of Basic credentials (RFC 7617).
    case basic

    init(scheme: String) {
        let name = ASCII.lowercased(scheme)
        self = name.isEmpty ? .bare : name == Self.basicName ? .basic : .scheme(name)
    }

    private static let basicName = Array("basic".utf8)

    func token(in value: Range<Int>, _ bytes: Span<UInt8>) -> CompiledTokenSource.Result {
        switch self {
        case .bare: return Self.whole(value, bytes)
        case .scheme(let name): return Self.whole(Self.withoutScheme(name, value, bytes), bytes)
        case .basic:
            let found = Self.whole(Self.withoutScheme(Self.basicName, value, bytes), bytes)
            guard case .one(let encoded) = found else { return found }
            return Self.basicToken(encoded, bytes)
        }
    }

    /// The text after a scheme; empty for another scheme.
    private static func withoutScheme(_ scheme: [UInt8], _ value: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        let end = value.lowerBound + scheme.count
        guard end < value.upperBound, bytes[end] == UInt8(ascii: " "),
            ASCII.equalIgnoringCase(bytes, value.lowerBound..<end, scheme)
        else { return value.upperBound..<value.upperBound }
        var rest = end..<value.upperBound
        while let first = rest.first, bytes[first] == UInt8(ascii: " ") { rest = first + 1..<rest.upperBound }
        return rest
    }

    /// The whole value as a token.
    private static func whole(_ value: Range<Int>, _ bytes: Span<UInt8>) -> CompiledTokenSource.Result {
        guard !value.isEmpty else { return .nothing }
        // Some proxies join repeated headers with a comma, which is not allowed in a token.
        if bytes.extracting(value).contains(UInt8(ascii: ",")) { return .several }
        return .one(value)
    }

    /// The token in `user:password` in base64: the one that looks like a JWS, else the password, else the user.
    private static func basicToken(_ encoded: Range<Int>, _ bytes: Span<UInt8>) -> CompiledTokenSource.Result {
        guard let pair = Base64.decode(encoded.map { bytes[$0] }), let colon = pair.firstIndex(of: UInt8(ascii: ":"))
        else { return .malformed }
        let user = Array(pair[..<colon])
        let password = Array(pair[(colon + 1)...])
        let token =
            switch (TokenForm.isJWS(user), TokenForm.isJWS(password)) {
            case (true, false): user
            case (false, true): password
            default: password.isEmpty ? user : password
            }
        return token.isEmpty ? .nothing : .decoded(token)
    }
}
