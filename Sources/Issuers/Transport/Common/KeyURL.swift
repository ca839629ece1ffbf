import FoundationEssentials

/// An absolute http or https URL that keys may be fetched from.
struct KeyURL: Sendable, Equatable, CustomStringConvertible {
    let scheme: String
    /// In lower case; an IPv6 address without its brackets.
    let host: String
    let port: Int
    private let url: URL

    /// - Throws: ``FetchError`` for another scheme, a missing or invalid host or port, and user names, which would appear
    ///   in logs.
    init(_ text: String, relativeTo base: KeyURL? = nil) throws(FetchError) {
        guard let url = URL(string: text, relativeTo: base?.url)?.absoluteURL,
            let scheme = url.scheme?.lowercased(),
            let host = url.host()?.lowercased(), !host.isEmpty
        else { throw FetchError("\(FetchError.quote(text)) is not an absolute URL") }
        guard scheme == "https" || scheme == "http" else {
            throw FetchError("\(FetchError.quote(text)) is not an https or http URL")
        }
        guard url.user() == nil, url.password() == nil else {
            throw FetchError("a key URL must not contain a user name or password")
        }
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard Self.canBeReached(host, port) else {
            throw FetchError("\(FetchError.quote(text)) has an invalid port or host name")
        }
        self.url = url
        self.scheme = scheme
        self.host = Self.withoutBrackets(host)
        self.port = port
    }

    /// Whether sockets accept it; an invalid port would stop the process.
    static func canBeReached(_ host: String, _ port: Int) -> Bool {
        1...65535 ~= port && host.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "%") }
    }

    /// An IPv6 address as sockets and certificates write it; other text unchanged.
    static func withoutBrackets(_ host: String) -> String {
        host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" }) : host
    }

    /// The host in its original case.
    var writtenHost: String { Self.withoutBrackets(url.host() ?? host) }

    var isHTTPS: Bool { scheme == "https" }

    var description: String { url.absoluteString }

    /// Whether both name the same scheme, host and port (RFC 6454 section 5).
    func hasSameOrigin(as other: KeyURL) -> Bool {
        scheme == other.scheme && host.utf8.elementsEqual(other.host.utf8) && port == other.port
    }
}
