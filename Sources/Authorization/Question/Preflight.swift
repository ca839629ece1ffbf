internal import Bytes

/// Recognises CORS preflights (Fetch, section 3.2).
enum Preflight {
    private static let method = Array("OPTIONS".utf8)
    private static let origin = Array("origin".utf8)
    private static let requestedMethod = Array("access-control-request-method".utf8)

    static func matches(_ request: borrowing Subrequest, in bytes: Span<UInt8>) -> Bool {
        guard let actual = request.method, ASCII.equal(bytes, actual, method) else { return false }
        return has(origin, request, bytes) && has(requestedMethod, request, bytes)
    }

    private static func has(_ name: [UInt8], _ request: borrowing Subrequest, _ bytes: Span<UInt8>) -> Bool {
        for field in request.fields where !field.value.isEmpty {
            if ASCII.equalIgnoringCase(bytes, field.name, name) { return true }
        }
        return false
    }
}
