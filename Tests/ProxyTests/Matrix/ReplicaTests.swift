import TestSupport
import Testing

extension ProxySuite {
    /// Two Posterns behind one proxy, as docs/proxies.md says: when one dies, no client notices.
    @Suite("Replicas", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct ReplicaTests {
        private static let fronts = Front.installed.filter { $0 == .nginx || $0 == .envoy }

        @Test("One of two replicas may fail", arguments: fronts) func oneOfTwoMayDie(front: Front) async throws {
            try await Square.use([front], posterns: 2, edit: Self.addReplica) { square in
                let requests = try [square.get(token: square.token())]
                let before = try square.posterns.map { try $0.acceptedConnections }
                let crowd = Crowd(clients: 8, port: try square.port(of: front), requests: requests)
                try await eventually("both are asked") {
                    try zip(square.posterns, before).allSatisfy { try $0.acceptedConnections > $1 }
                }
                try await eventually("many are answered") { crowd.count > 200 }
                try await square.posterns[1].process.crash()
                let count = crowd.count + 400
                try await eventually("the other is enough") { crowd.count > count }
                try await square.posterns[1].restart()
                let back = square.posterns[1]
                let own = try back.acceptedConnections
                try await eventually("it is asked again") { try back.acceptedConnections > own }
                try await square.posterns[0].process.crash()
                try await eventually("the first one is enough again") { crowd.count > count + 400 }
                let answers = try await crowd.stop()
                let failures = answers.filter { $0.status != 200 }
                #expect(failures.isEmpty, "\(failures.count) of \(answers.count): \(failures.prefix(3))")
            }
        }

        /// What an operator adds for the second one.
        private static func addReplica(
            _ front: Front,
            _ posterns: [PosternService],
            _ file: inout ExampleFile
        ) throws {
            let (first, second) = (posterns[0], posterns[1])
            switch front {
            case .nginx:
                let server = "server 127.0.0.1:\(first.nginxPort) max_fails=1 fail_timeout=1s;"
                let another = server.replacing("\(first.nginxPort)", with: "\(second.nginxPort)")
                try file.replace(server, with: "\(server)\n\(another)")
            case .envoy:
                let address = "address: 127.0.0.1, port_value:"
                let check = "health_check_config: { address: { socket_address: { \(address)"
                let endpoint = """
                    { endpoint: { address: { socket_address: { \(address) \(second.envoyPort) } }, \
                    \(check) \(second.adminPort) } } } } }
                    """
                try file.replace(
                    "          - lb_endpoints:\n              - endpoint:\n                  address: { socket_address: { \(address) \(first.envoyPort)",
                    with: """
                                  - lb_endpoints: [\(endpoint)]
                                  - lb_endpoints:
                                      - endpoint:
                                          address: { socket_address: { \(address) \(first.envoyPort)
                        """
                )
            case .caddy, .currentCaddy, .haproxy:
                break
            }
        }
    }
}
