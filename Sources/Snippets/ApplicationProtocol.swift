/// The protocol between nginx and the application.
package enum ApplicationProtocol: String, Sendable, CaseIterable {
    case http, fastcgi, grpc, uwsgi

    /// The prefix of nginx's directives for it, as in `proxy_pass`.
    var module: String { self == .http ? "proxy" : rawValue }
}
