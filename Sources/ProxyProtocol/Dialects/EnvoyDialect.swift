import Authorization

/// Envoy `ext_authz` with an HTTP service: the decision request repeats the original method, host, path and query.
struct EnvoyDialect {
    static let requestParts = RequestPartNames(method: "method", host: "Host", path: "path in the request target")

    /// The answer field with a comma-separated list of request fields that Envoy removes.
    ///
    /// An empty field would also overwrite a client's copy; a removed one cannot be misread by the application.
    static let removedFields: StaticString = "x-envoy-auth-headers-to-remove"

    /// The prefix that the proxy adds to each path, without a separator; may be empty.
    let pathPrefix: String

    func read(_ head: borrowing RequestHead, in bytes: Span<UInt8>, into subrequest: inout Subrequest) {
        subrequest.policy = .byDefault
        subrequest.showsClientHeaders = true
        subrequest.method = head.method
        subrequest.host = head.host
        // Without a configured prefix, a target without a path only lacks the path.
        let pathless = pathPrefix.isEmpty ? Subrequest.Target.absent : .missingPathPrefix
        subrequest.target = head.target.origin.flatMap { original($0, in: bytes) }.map { .origin($0) } ?? pathless
    }

    /// The target without the prefix; nil if the prefix is missing or no path follows.
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
