import ArgumentParser

/// Where the parts of the demonstration listen, all on 127.0.0.1.
struct DemoPorts: ParsableArguments {
    @Option(name: .customLong("decision-port"), help: "Postern's listener for nginx.")
    var decision = 9090

    @Option(name: .customLong("envoy-port"), help: "Postern's listener for Envoy.")
    var envoy = 9093

    @Option(name: .customLong("admin-port"), help: "Postern's health pages.")
    var admin = 9091

    @Option(name: .customLong("issuer-port"), help: "The development issuer.")
    var issuer = 9092

    @Option(name: .customLong("application-port"), help: "The application, which echoes what reached it.")
    var application = 8081

    /// Whether they are those that the examples' files know.
    var areStandard: Bool {
        decision == 9090 && envoy == 9093 && admin == 9091 && application == 8081
    }
}
