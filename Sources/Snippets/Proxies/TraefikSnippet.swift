import Listeners

/// Traefik with `forwardAuth`.
struct TraefikSnippet {
    let plan: SnippetPlan
    private let decision: String
    private let application: String

    /// - Throws: ``SnippetError`` for a Unix domain socket, which Traefik cannot connect to.
    init(plan: SnippetPlan) throws(SnippetError) {
        self.plan = plan
        let advice = "give the listener with `proxy: forwarded` a host and a port"
        decision = try Self.url(plan.decision, plan.encryption, advice)
        application = try Self.url(plan.application, nil, "give --application a host and a port")
    }

    var text: String {
        var lines = Lines()
        lines.add(plan.introduction(["traefik --configFile=traefik.yaml      in the folder of this file"]))
        lines.add(fixed)
        lines.add(
            """
            http:
              routers:
                application:
                  entryPoints: [front]
                  rule: PathPrefix(`/`)
                  middlewares: [postern]
                  service: application

              middlewares:
                postern:
            """
        )
        addDecisionRequest(to: &lines)
        lines.add(
            """

              services:
                application:
                  loadBalancer:
                    servers:
                      - url: \(application)
            """
        )
        return lines.text
    }

    private var fixed: String {
        """

        entryPoints:
          front:
            address: \(YAMLText.quoted("\(plan.front)"))
            http:
              # Many applications read X_Auth_Subject and X.Auth.Subject as X-Auth-Subject, and only the
              # last is replaced below. Traefik 3.7.12 and 2.11.56 are the first versions with this option;
              # older ones refuse to start, and have no other way to drop such headers.
              aliasHeadersStrategy: delete

        providers:
          file:
            # This file: the provider reads the `http` section.
            filename: traefik.yaml

        """
    }

    private func addDecisionRequest(to lines: inout Lines) {
        lines.add(
            """
            forwardAuth:
              # Every path selects the default policy; /auth/NAME selects the policy NAME. Traefik itself
              # sets X-Forwarded-Method, -Uri, -Host and -Proto; never add trustForwardHeader, which would
              # let the client set them. The path is that of the request as it arrives here: list this
              # middleware before stripPrefix, replacePath and the like.
              address: \(decision)

              # The headers that may contain a token, and two for Postern's log.
              authRequestHeaders:
            """,
            indent: 6
        )
        lines.add(each: plan.forwardedHeaders, indent: 10) { "- \(YAMLText.scalar($0))" }
        if !plan.claimHeaders.isEmpty {
            lines.add(
                """

                # Removed from the request, then set from the response. One line for each of Postern's
                # `claim_headers`.
                authResponseHeaders:
                """,
                indent: 8
            )
            lines.add(each: plan.claimHeaders, indent: 10) { "- \(YAMLText.scalar($0))" }
        }
        lines.add(
            """

            # Postern's responses have no body.
            maxResponseBodySize: 1024
            """,
            indent: 8
        )
        if let encryption = plan.encryption { add(encryption, to: &lines) }
    }

    private func add(_ encryption: UpstreamTLS, to lines: inout Lines) {
        lines.add(
            """

            # The listener uses TLS. Its certificate must be valid for the host of the address
            # above, which must resolve to it.
            tls:
              ca: \(YAMLText.quoted(encryption.trusted))
            """,
            indent: 8
        )
        guard let client = encryption.client else { return }
        lines.add("cert: \(YAMLText.quoted(client.certificate))", indent: 10)
        lines.add("key: \(YAMLText.quoted(client.key))", indent: 10)
    }

    private static func url(
        _ address: ListenAddress,
        _ encryption: UpstreamTLS?,
        _ advice: String
    ) throws(SnippetError) -> String {
        guard case .tcp(_, let port) = address else {
            throw SnippetError("Traefik cannot reach \(address): \(advice)")
        }
        guard let encryption else { return YAMLText.quoted("http://\(address)/") }
        // Traefik compares the certificate only with the host that it connects to.
        return YAMLText.quoted("https://\(ListenAddress.tcp(host: encryption.serverName, port: port))/")
    }
}
