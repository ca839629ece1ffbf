package import Authorization

/// How a proxy describes the original request.
///
/// A listener reads the headers of one dialect, and never falls back to another.
package enum Dialect: Sendable, Equatable {
    /// nginx `auth_request`, and ingress-nginx: `X-Original-…`.
    case nginx
    /// Envoy `ext_authz`: the request itself, its path after a prefix that may be empty.
    case envoy(pathPrefix: String)
    /// Traefik, Caddy and HAProxy: `X-Forwarded-…`.
    case forwarded

    /// Reads the original request from a request head; all parts except the header fields.
    @inline(__always)
    package func read(_ head: borrowing RequestHead, in bytes: Span<UInt8>, into subrequest: inout Subrequest) {
        switch self {
        case .nginx: NginxDialect().read(head, in: bytes, into: &subrequest)
        case .envoy(let pathPrefix): EnvoyDialect(pathPrefix: pathPrefix).read(head, in: bytes, into: &subrequest)
        case .forwarded: ForwardedDialect().read(head, in: bytes, into: &subrequest)
        }
    }

    /// The names of the parts of the original request in this dialect.
    package var requestParts: RequestPartNames {
        switch self {
        case .nginx: NginxDialect.requestParts
        case .envoy: EnvoyDialect.requestParts
        case .forwarded: ForwardedDialect.requestParts
        }
    }
}
