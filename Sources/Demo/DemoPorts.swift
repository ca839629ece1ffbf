/// Where the parts of the demonstration listen, all on 127.0.0.1.
package struct DemoPorts: Sendable {
    /// The ports that the examples' files know.
    package static let standard = DemoPorts(decision: 9090, envoy: 9093, admin: 9091, issuer: 9092, application: 8081)

    package let decision: Int
    package let envoy: Int
    package let admin: Int
    package let issuer: Int
    package let application: Int

    package init(decision: Int, envoy: Int, admin: Int, issuer: Int, application: Int) {
        self.decision = decision
        self.envoy = envoy
        self.admin = admin
        self.issuer = issuer
        self.application = application
    }

    /// Whether the examples' files work with them; nothing in these names the issuer's.
    var areStandard: Bool {
        let standard = Self.standard
        return decision == standard.decision && envoy == standard.envoy && admin == standard.admin
            && application == standard.application
    }
}
