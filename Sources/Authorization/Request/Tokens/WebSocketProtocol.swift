internal import JOSE

/// A token among the subprotocols of a WebSocket handshake (RFC 6455 section 11.3.4), the one header that browsers let scripts set.
enum WebSocketProtocol {
    private static let header = Array("sec-websocket-protocol".utf8)
    private static let bearer = Array("bearer".utf8)
    /// How Kubernetes writes it.
    private static let prefix = Array("base64url.bearer.authorization.k8s.io.".utf8)

    static func look(in request: borrowing Subrequest, _ bytes: Span<UInt8>) -> TokenPlace.Finding {
        var list: Range<Int>?
        for field in request.fields where ASCII.equalIgnoringCase(bytes, field.name, header) {
            guard list == nil else { return .several }
            list = field.value
        }
        guard let list else { return .nothing }
        var token: [UInt8]?
        var isNext = false
        for item in items(list, bytes) {
            let found: [UInt8]
            if isNext {
                found = item
                isNext = false
            } else if item == bearer {
                isNext = true
                continue
            } else if item.starts(with: prefix) {
                guard let decoded = Base64URL.decode(item.dropFirst(prefix.count)) else { return .malformed }
                found = decoded
            } else {
                continue
            }
            guard token == nil || token == found else { return .several }
            token = found
        }
        guard let token, !token.isEmpty else { return .nothing }
        return .decoded(token)
    }

    /// The elements of a list, without white space around them; empty ones do not count (RFC 9110 section 5.6.1).
    private static func items(_ list: Range<Int>, _ bytes: Span<UInt8>) -> [[UInt8]] {
        list.map { bytes[$0] }.split(separator: UInt8(ascii: ",")).map { element in
            let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
            var element = element.drop(while: isSpace)
            while let last = element.last, isSpace(last) { element = element.dropLast() }
            return Array(element)
        }
        .filter { !$0.isEmpty }
    }
}
