import Bytes
import Glibc
import NIOCore

/// The system's resolver: files, DNS, and whatever else `nsswitch.conf` names.
enum SystemResolver {
    /// Whether the text is an address already, which needs no lookup.
    static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    /// Resolves a name; blocks for as long as its servers are silent.
    ///
    /// - Returns: why it has no address; nil when it has one.
    static func resolve(_ host: String) -> String? {
        var found: UnsafeMutablePointer<addrinfo>?
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let code = unsafe getaddrinfo(host, nil, &hints, &found)
        if let found = unsafe found { unsafe freeaddrinfo(found) }
        switch code {
        case 0: return nil
        case EAI_SYSTEM: return "\(SystemError())"
        // What a server that cannot reach others answers, and what silence comes to in the end.
        case EAI_AGAIN: return "no answer from the DNS servers, or a temporary failure there"
        default: return unsafe String(cString: gai_strerror(code))
        }
    }
}
