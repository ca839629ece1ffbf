import Listeners

/// Accepts text that means the same in the files of all proxies without quotes.
///
/// What it rejects is legal but rare, and would need different quoting for each proxy.
enum SafeText {
    /// A header name of letters, digits and hyphens.
    ///
    /// nginx drops others, and applications read `X_Auth` and `X.Auth` as `X-Auth`.
    static func checked(header name: String, _ key: String) throws(SnippetError) -> String {
        guard !name.isEmpty, name.utf8.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") }) else {
            throw SnippetError(
                """
                \(key): proxies drop or confuse headers such as '\(name)': use letters, digits and hyphens alone in \
                its name
                """
            )
        }
        return name
    }

    /// An address without characters that need quotes.
    static func checked(_ address: ListenAddress, _ key: String) throws(SnippetError) -> ListenAddress {
        switch address {
        case .tcp(let host, _):
            guard !host.isEmpty, host.utf8.allSatisfy({ isAlphanumeric($0) || ".-_:".utf8.contains($0) }) else {
                throw SnippetError("\(key): '\(host)' is neither a host name nor an IP address")
            }
        case .unix(let path):
            _ = try checked(path: path, key)
        }
        return address
    }

    /// The path of a file.
    static func checked(path: String, _ key: String) throws(SnippetError) -> String {
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ isAlphanumeric($0) || "/.-_".utf8.contains($0) }) else {
            throw SnippetError(
                """
                \(key): the path '\(path)' is not valid in every proxy's file: use an absolute one of letters, digits \
                and /.-_ alone
                """
            )
        }
        return path
    }

    /// A host name, or an address without brackets.
    static func checked(name: String, _ key: String) throws(SnippetError) -> String {
        guard !name.isEmpty, name.utf8.allSatisfy({ isAlphanumeric($0) || ".-_:".utf8.contains($0) }) else {
            throw SnippetError("\(key): '\(name)' is neither a host name nor an IP address; give --server-name NAME")
        }
        return name
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
