/// The parts of `postern demo` around the service: a development issuer and an echo application.
package struct DemoEnvironment: Sendable {
    private let ports: DemoPorts
    private let issuer: DevelopmentIssuer
    private let application: EchoUpstream

    /// Starts issuer and application.
    ///
    /// - Parameters:
    ///   - ports: the ports to listen on.
    ///   - print: called with each request that reaches the application.
    /// - Returns: the running environment.
    /// - Throws: ``DemoError`` if a port cannot be bound.
    package static func start(
        _ ports: DemoPorts,
        print: @escaping @Sendable (String) -> Void
    ) async throws -> DemoEnvironment {
        let issuer = try await DevelopmentIssuer.start(port: ports.issuer)
        do {
            let application = try await EchoUpstream.start(port: ports.application) { request in
                print("The application received:\n\(request)")
            }
            return DemoEnvironment(ports: ports, issuer: issuer, application: application)
        } catch {
            try await issuer.stop()
            throw error
        }
    }

    /// Stops issuer and application.
    package func stop() async throws {
        try await application.stop()
        try await issuer.stop()
    }

    /// The configuration file of the service.
    package var configuration: String {
        """
        listeners:
          - address: 127.0.0.1:\(ports.decision)
            proxy: nginx
          - address: 127.0.0.1:\(ports.envoy)
            proxy: envoy
        admin: 127.0.0.1:\(ports.admin)
        issuers:
          - issuer: \(issuer.issuer)
            audiences: [api]
        claim_headers:
          X-Auth-Subject: sub
          X-Auth-Company: company

        """
    }

    /// Instructions with a new token.
    package func guide() throws -> String {
        """
        Postern          http://127.0.0.1:\(ports.decision) for nginx, http://127.0.0.1:\(ports.envoy) for Envoy
        its health       http://127.0.0.1:\(ports.admin)/readyz
        token issuer     \(issuer.issuer)
        application      http://127.0.0.1:\(ports.application)

        A token, valid for an hour:

        TOKEN=\(try issuer.token())

        To try:

        curl -i http://127.0.0.1:\(ports.decision)/
        curl -i -H "Authorization: Bearer $TOKEN" http://127.0.0.1:\(ports.decision)/
        curl "\(issuer.issuer)/mint?sub=bob&company=acme&expires_in=60"

        \(ports.areStandard ? Self.examples : snippets)

        """
    }

    /// Instructions for the example files, which use the standard ports.
    private static let examples = """
        With `nginx -p "$PWD" -c examples/nginx.conf` or `envoy -c examples/envoy.yaml` in front:

        curl -i -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/hello
        curl -i -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8082/hello
        """

    /// Commands that print proxy configurations for other ports.
    private var snippets: String {
        func command(_ proxy: String, _ port: Int) -> String {
            """
            postern snippet \(proxy) --issuer \(issuer.issuer) --audience api --proxy \(proxy) \\
              --listen 127.0.0.1:\(port) --admin 127.0.0.1:\(ports.admin) --application 127.0.0.1:\(ports.application) \\
              --claim-header X-Auth-Subject=sub --claim-header X-Auth-Company=company
            """
        }
        return """
            Proxy configurations for these ports:

            \(command("nginx", ports.decision))
            \(command("envoy", ports.envoy))
            """
    }
}
