/// How nginx passes allowed requests on to the application.
package enum ApplicationProtocol: String, Sendable, CaseIterable {
    case http, fastcgi, grpc, uwsgi

    /// What opens the names of nginx's directives for it, as in `proxy_pass`.
    var module: String { self == .http ? "proxy" : rawValue }
}
