import Authorization
import Bytes

/// nginx `auth_request`: the original request in `X-Original-…` fields.
///
/// The target is either `X-Original-URI` in origin form, with the host in `X-Original-Host`, or the absolute
/// `X-Original-URL` of ingress-nginx. A request with both is ambiguous.
struct NginxDialect {
    static let requestParts = RequestPartNames(
        method: "X-Original-Method",
        host: "X-Original-Host",
        path: "X-Original-URI or X-Original-URL"
    )

    /// The answer field with the number of seconds that nginx may cache an answer.
    ///
    /// Answers in every dialect have it if a decision cache is configured; other proxies ignore it.
    static let freshnessField: StaticString = "X-Accel-Expires"

    func read(_ head: borrowing RequestHead, in bytes: Span<UInt8>, into subrequest: inout Subrequest) {
        var method = SingleField()
        var uri = SingleField()
        var url = SingleField()
        var host = SingleField()
        for field in head.fields {
            switch field.name.count {
            case 14 where Self.uri.matches(bytes, field.name): uri.record(field.value)
            case 14 where Self.url.matches(bytes, field.name): url.record(field.value)
            case 15 where Self.host.matches(bytes, field.name): host.record(field.value)
            case 17 where Self.method.matches(bytes, field.name): method.record(field.value)
            default: break
            }
        }
        subrequest.policy = head.target.policy(bytes)
        // nginx copies all client headers into the decision request, but not all to the application.
        subrequest.showsClientHeaders = false
        if method.isRepeated || uri.isRepeated || url.isRepeated || host.isRepeated
            || (uri.value != nil && url.value != nil)
        {
            subrequest.setAmbiguous()
        } else if let url = url.value {
            subrequest.setOriginal(method: method.value, absolute: url, in: bytes)
        } else {
            subrequest.setOriginal(method: method.value, host: host.value, origin: uri.value, in: bytes)
        }
    }

    private static let method = CaseInsensitiveName("x-original-method")
    private static let uri = CaseInsensitiveName("x-original-uri")
    private static let url = CaseInsensitiveName("x-original-url")
    private static let host = CaseInsensitiveName("x-original-host")
}
