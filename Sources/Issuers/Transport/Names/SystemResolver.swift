import Bytes
import Glibc
import NIOCore

/// The system's resolver: files, DNS, and other sources of `nsswitch.conf`.
enum SystemResolver {
    /// Whether the text is already an address, which needs no lookup.
    static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    /// Resolves a name; blocks while its servers are silent.
    ///
    /// - Returns: the first of its addresses, or why there is none.
    static func resolve(_ host: String) -> NameLookup.Outcome {
        var found: UnsafeMutablePointer<addrinfo>?
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let code = unsafe getaddrinfo(host, nil, &hints, &found)
        defer { if let found = unsafe found { unsafe freeaddrinfo(found) } }
        switch code {
        case 0: return unsafe firstAddress(found).map { .found($0) } ?? .failed("it has no IP address")
        case EAI_SYSTEM: return .failed("\(SystemError())")
        // The result of a server that cannot reach others, and finally of silence.
        case EAI_AGAIN: return .failed("no response from the DNS servers, or a temporary failure")
        default: return unsafe .failed(String(cString: gai_strerror(code)))
        }
    }

    private static func firstAddress(_ list: UnsafeMutablePointer<addrinfo>?) -> String? {
        var next = unsafe list
        while let entry = unsafe next {
            let address = unsafe UnsafeRawPointer(entry.pointee.ai_addr)
            switch unsafe (entry.pointee.ai_family, address) {
            case (AF_INET, let address?): return unsafe SocketAddress(address.load(as: sockaddr_in.self)).ipAddress
            case (AF_INET6, let address?): return unsafe SocketAddress(address.load(as: sockaddr_in6.self)).ipAddress
            default: unsafe next = entry.pointee.ai_next
            }
        }
        return nil
    }
}
