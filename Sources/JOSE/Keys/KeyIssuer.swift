import Bytes

/// The `issuer` member of a key in a set that several issuers share, as Microsoft Entra publishes them.
///
/// No RFC defines it. Providers that publish it mean that the key signs only for that issuer.
enum KeyIssuer {
    private static let placeholder = "{tenantid}"

    /// Whether a key with this member may verify tokens of an issuer.
    ///
    /// A member with another host, or without one, is ignored.
    static func allows(_ member: String, for issuer: String) -> Bool {
        guard let host = host(of: issuer), host == self.host(of: member) else { return true }
        if member.isExactly(issuer) { return true }
        let theirs = member.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let ours = issuer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard theirs.count == ours.count else { return false }
        let different = theirs.indices.filter { !theirs[$0].elementsEqual(ours[$0]) }
        // The scheme and the host come before the third slash.
        guard different.count == 1, let place = different.first, place > 2 else { return false }
        return theirs[place].elementsEqual(placeholder.utf8) && !ours[place].isEmpty
    }

    /// The host of a URL, without case, port, user information and one final dot; nil where there is none.
    private static func host(of url: String) -> [UInt8]? {
        let bytes = Array(url.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return nil
        }
        let authority = bytes[(colon + 3)...].prefix { !"/?#\\".utf8.contains($0) }
        let userEnd = authority.lastIndex(of: UInt8(ascii: "@"))
        var host = userEnd.map { authority[($0 + 1)...] } ?? authority
        let digits = host.reversed().prefix { 0x30...0x39 ~= $0 }.count
        let beforePort = host.dropLast(digits)
        if beforePort.last == UInt8(ascii: ":") { host = beforePort.dropLast() }
        if host.last == UInt8(ascii: ".") { host = host.dropLast() }
        return host.isEmpty ? nil : host.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    }
}
