/// Media types in `typ` (RFC 7515 section 4.1.9).
enum TokenType {
    private static let prefix = Array("application/".utf8)

    /// The name in ASCII lower case and without `application/`.
    static func normalized(_ name: [UInt8]) -> [UInt8] {
        let lower = name.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
        return lower.starts(with: prefix) ? Array(lower.dropFirst(prefix.count)) : lower
    }
}
