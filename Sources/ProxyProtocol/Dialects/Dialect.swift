package import Authorization

/// How a proxy tells about the original request.
///
/// A listener trusts one family of headers only, and never falls back to another.
package enum Dialect: Sendable, Equatable {
    /// nginx `auth_request`, and ingress-nginx: `X-Original-…`.
    case nginx
    /// Envoy `ext_authz`: the request itself, its path behind a prefix that may be empty.
    case envoy(pathPrefix: String)
    /// Traefik, Caddy and HAProxy: `X-Forwarded-…`.
    case forwarded

    /// Reads from a request's head what the proxy asks about; everything but the header fields.
    @inline(__always)
    package func read(_ head: borrowing RequestHead, in bytes: Span<UInt8>, into subrequest: inout Subrequest) {
        switch self {
        case .nginx: NginxDialect().read(head, in: bytes, into: &subrequest)
        case .envoy(let pathPrefix): EnvoyDialect(pathPrefix: pathPrefix).read(head, in: bytes, into: &subrequest)
        case .forwarded: ForwardedDialect().read(head, in: bytes, into: &subrequest)
        }
    }

    /// What the dialect calls the parts of the original request.
    package var requestParts: RequestPartNames {
        switch self {
        case .nginx: NginxDialect.requestParts
        case .envoy: EnvoyDialect.requestParts
        case .forwarded: ForwardedDialect.requestParts
        }
    }
}
