import ArgumentParser
internal import Demo

/// The ports of `postern demo`.
struct DemoOptions: ParsableArguments {
    @Option(name: .customLong("decision-port"), help: "Postern's listener for nginx.")
    var decision = DemoPorts.standard.decision

    @Option(name: .customLong("envoy-port"), help: "Postern's listener for Envoy.")
    var envoy = DemoPorts.standard.envoy

    @Option(name: .customLong("admin-port"), help: "Postern's admin listener.")
    var admin = DemoPorts.standard.admin

    @Option(name: .customLong("issuer-port"), help: "The development issuer.")
    var issuer = DemoPorts.standard.issuer

    @Option(name: .customLong("application-port"), help: "The echo application.")
    var application = DemoPorts.standard.application

    var ports: DemoPorts {
        DemoPorts(decision: decision, envoy: envoy, admin: admin, issuer: issuer, application: application)
    }
}
