/// The ports of the demonstration, all on 127.0.0.1.
package struct DemoPorts: Sendable {
    /// The ports in the files of `examples/`.
    package static let standard = DemoPorts(decision: 9090, envoy: 9093, admin: 9091, issuer: 9092, application: 8081)

    /// The decision listener for nginx.
    package let decision: Int
    /// The decision listener for Envoy.
    package let envoy: Int
    /// The admin listener.
    package let admin: Int
    /// The development issuer.
    package let issuer: Int
    /// The echo application.
    package let application: Int

    /// Creates a set of ports.
    package init(decision: Int, envoy: Int, admin: Int, issuer: Int, application: Int) {
        self.decision = decision
        self.envoy = envoy
        self.admin = admin
        self.issuer = issuer
        self.application = application
    }

    /// Whether the files of `examples/` work with these ports; they do not contain the issuer's.
    var areStandard: Bool {
        let standard = Self.standard
        return decision == standard.decision && envoy == standard.envoy && admin == standard.admin
            && application == standard.application
    }
}
