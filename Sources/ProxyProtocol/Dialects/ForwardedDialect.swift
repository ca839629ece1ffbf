import Authorization
import Bytes

/// Traefik, Caddy `forward_auth` and HAProxy: the original request in `X-Forwarded-…` fields.
struct ForwardedDialect {
    static let requestParts = RequestPartNames(
        method: "X-Forwarded-Method",
        host: "X-Forwarded-Host",
        path: "X-Forwarded-Uri"
    )

    func read(_ head: borrowing RequestHead, in bytes: Span<UInt8>, into subrequest: inout Subrequest) {
        var method = SingleField()
        var uri = SingleField()
        var host = SingleField()
        var scheme = SingleField()
        for field in head.fields {
            switch field.name.count {
            case 15 where Self.uri.matches(bytes, field.name): uri.record(field.value)
            case 16 where Self.host.matches(bytes, field.name): host.record(field.value)
            case 17 where Self.scheme.matches(bytes, field.name): scheme.record(field.value)
            case 18 where Self.method.matches(bytes, field.name): method.record(field.value)
            default: break
            }
        }
        subrequest.policy = head.target.policy(bytes)
        subrequest.showsClientHeaders = true
        if method.isRepeated || uri.isRepeated || host.isRepeated || scheme.isRepeated {
            subrequest.setAmbiguous()
        } else {
            subrequest.setOriginal(method: method.value, host: host.value, origin: uri.value, in: bytes)
        }
    }

    private static let method = CaseInsensitiveName("x-forwarded-method")
    private static let uri = CaseInsensitiveName("x-forwarded-uri")
    private static let host = CaseInsensitiveName("x-forwarded-host")
    private static let scheme = CaseInsensitiveName("x-forwarded-proto")
}
