import Authorization

/// Envoy `ext_authz`, HTTP service: the proxy repeats the original method, host, path and query in a request of its own.
struct EnvoyDialect {
    static let requestParts = RequestPartNames(method: "method", host: "Host", path: "path in the request target")

    /// The field that lists the request fields to be removed by Envoy, separated by commas.
    ///
    /// An empty field would overwrite a client's copy as well; a removed one leaves the application nothing to misread.
    static let removedFields: StaticString = "x-envoy-auth-headers-to-remove"

    /// What the proxy puts before each path, without a separator; empty for nothing.
    let pathPrefix: String

    func read(_ head: borrowing RequestHead, in bytes: Span<UInt8>, into subrequest: inout Subrequest) {
        subrequest.policy = .byDefault
        subrequest.showsClientHeaders = true
        subrequest.method = head.method
        subrequest.host = head.host
        // Without a prefix to expect, a target without a path leaves only the path unknown.
        let pathless = pathPrefix.isEmpty ? Subrequest.Target.absent : .missingPathPrefix
        subrequest.target = head.target.origin.flatMap { original($0, in: bytes) }.map { .origin($0) } ?? pathless
    }

    /// The target without the prefix; nil when it does not have it, or no path follows.
    private func original(_ origin: Range<Int>, in bytes: Span<UInt8>) -> Range<Int>? {
        var index = origin.lowerBound
        for byte in pathPrefix.utf8 {
            guard index < origin.upperBound, bytes[index] == byte else { return nil }
            index += 1
        }
        guard index < origin.upperBound, bytes[index] == UInt8(ascii: "/") else { return nil }
        return index..<origin.upperBound
    }
}
