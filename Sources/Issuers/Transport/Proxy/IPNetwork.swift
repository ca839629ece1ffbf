import CNIOLinux
import Glibc

/// A block of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3).
struct IPNetwork: Sendable {
    private let address: [UInt8]
    private let prefix: Int

    /// Parses `10.0.0.0/8`, `fd00::/8` or `[fd00::]/8`; nil for other text.
    init?(_ text: Substring) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = Self.bytes(of: KeyURL.withoutBrackets(String(parts[0]))),
            parts[1].utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let prefix = Int(parts[1]), prefix <= address.count * 8
        else { return nil }
        self.address = address
        self.prefix = prefix
    }

    /// Whether an address, as returned by ``bytes(of:)``, is in the network.
    func contains(_ other: [UInt8]) -> Bool {
        guard other.count == address.count else { return false }
        return address.indices.allSatisfy { index in
            let bits = min(max(prefix - index * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            return (address[index] ^ other[index]) & mask == 0
        }
    }

    /// The four or sixteen bytes of an address; nil for a name.
    static func bytes(of host: String) -> [UInt8]? {
        var four = in_addr()
        if unsafe inet_pton(AF_INET, host, &four) == 1 { return unsafe withUnsafeBytes(of: four) { unsafe Array($0) } }
        var sixteen = in6_addr()
        guard unsafe inet_pton(AF_INET6, host, &sixteen) == 1 else { return nil }
        return unsafe withUnsafeBytes(of: sixteen) { unsafe Array($0) }
    }
}
