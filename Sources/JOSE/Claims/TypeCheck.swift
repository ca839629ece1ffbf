/// `typ` is one of the allowed types (RFC 7515 section 4.1.9).
struct TypeCheck: ClaimCheck {
    static let check = TokenCheck.type
    private let types: [[UInt8]]

    init(_ types: [String]) {
        self.types = types.map { TokenType.normalized(Array($0.utf8)) }
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        guard let node = token.parameters.type else { return .typeNotAllowed }
        return types.contains(TokenType.normalized(token.header.utf8(of: node))) ? nil : .typeNotAllowed
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        types.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or ")
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        guard let node = token.parameters.type else { return "no `typ`" }
        return token.header.text(of: node)
    }
}
