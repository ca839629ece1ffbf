import NIOHTTP1
import Telemetry

/// A response of the admin listener.
struct AdminResponse: Sendable {
    var status: HTTPResponseStatus
    var contentType: String
    var body: [UInt8]
    /// The `Allow` field of a 405.
    var allow: String?
    /// The `Content-Security-Policy`; by default nothing is loaded or run.
    var policy = "default-src 'none'; frame-ancestors 'none'"

    /// Creates the response to a request; only GET and HEAD are allowed.
    static func make(_ method: HTTPMethod, _ target: String, pages: AdminPages) async -> AdminResponse {
        let path = target.prefix { $0 != "?" }
        let resource = path.hasPrefix(ProtectedResourcePage.wellKnown) ? await pages.resource() : nil
        let hasResource = resource?.isAt(path) == true
        guard hasResource || ["/livez", "/readyz", "/metrics", "/status.json", "/"].contains(path) else {
            return .text(.notFound, "not found\n")
        }
        guard method == .GET || method == .HEAD else {
            var answer = text(.methodNotAllowed, "only GET and HEAD are allowed\n")
            answer.allow = "GET, HEAD"
            return answer
        }
        if hasResource, let resource {
            return AdminResponse(status: .ok, contentType: "application/json", body: resource.metadata)
        }
        switch path {
        case "/livez":
            return .text(.ok, "alive\n")
        case "/readyz":
            let missing = await pages.missing()
            guard missing.isEmpty else {
                return .text(.serviceUnavailable, missing.map { "\($0)\n" }.joined())
            }
            return .text(.ok, "ready\n")
        case "/metrics":
            return AdminResponse(status: .ok, contentType: PrometheusText.contentType, body: await pages.metrics())
        case "/status.json":
            return AdminResponse(status: .ok, contentType: "application/json", body: await pages.status())
        default:
            var answer = AdminResponse(status: .ok, contentType: "text/html; charset=utf-8", body: pages.index)
            answer.policy = pages.indexPolicy
            return answer
        }
    }

    private static func text(_ status: HTTPResponseStatus, _ text: String) -> AdminResponse {
        AdminResponse(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }
}
