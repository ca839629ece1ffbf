internal import Bytes

/// A token among the subprotocols of a WebSocket handshake (RFC 6455 section 11.3.4).
///
/// Scripts in browsers can set no other header of the handshake.
enum WebSocketProtocol {
    private static let header = Array("sec-websocket-protocol".utf8)
    private static let bearer = Array("bearer".utf8)
    /// The prefix that Kubernetes uses.
    private static let prefix = Array("base64url.bearer.authorization.k8s.io.".utf8)

    static func look(in request: borrowing Subrequest, _ bytes: Span<UInt8>) -> CompiledTokenSource.Result {
        var list: Range<Int>?
        for field in request.fields where ASCII.equalIgnoringCase(bytes, field.name, header) {
            guard list == nil else { return .several }
            list = field.value
        }
        guard let list else { return .nothing }
        var token: [UInt8]?
        var isNext = false
        var start = list.lowerBound
        while start < list.upperBound {
            var end = start
            while end < list.upperBound, bytes[end] != UInt8(ascii: ",") { end += 1 }
            let item = bytes.trimmed(start..<end)
            start = end + 1
            // Empty elements are ignored (RFC 9110 section 5.6.1).
            guard !item.isEmpty else { continue }
            let found: [UInt8]
            if isNext {
                found = item.map { bytes[$0] }
                isNext = false
            } else if ASCII.equal(bytes, item, bearer) {
                isNext = true
                continue
            } else if item.count >= prefix.count, ASCII.equal(bytes, item.prefix(prefix.count), prefix) {
                guard let decoded = URLSafeBase64.decode(item.dropFirst(prefix.count).map { bytes[$0] }) else {
                    return .malformed
                }
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
}
