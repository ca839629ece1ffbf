/// Every required claim is present and not null.
struct RequiredClaimsCheck: ClaimCheck {
    static let check = TokenCheck.requiredClaims
    private let names: [[UInt8]]

    init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
    }

    private func firstMissing(in payload: JSONDocument) -> [UInt8]? {
        for name in names {
            guard let node = payload.member(name), payload.nodes[node].kind != .null else { return name }
        }
        return nil
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        firstMissing(in: token.payload) == nil ? nil : .claimMissing
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        if let missing = firstMissing(in: token.payload) { return "`\(String(decoding: missing, as: UTF8.self))`" }
        return names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        firstMissing(in: token.payload) == nil ? "all present" : "no such claim"
    }
}
