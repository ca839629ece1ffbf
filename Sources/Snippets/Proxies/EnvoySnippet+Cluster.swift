/// The cluster of Postern: its address, protocol and health check.
extension EnvoySnippet {
    func addPostern(to lines: inout Lines) {
        lines.add(
            """
            - name: postern
              type: \(discovery(plan.decision))
              connect_timeout: 1s
              typed_extension_protocol_options:
                envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                  "@type": \(Self.extensions).upstreams.http.v3.HttpProtocolOptions
                  explicit_http_config: { http_protocol_options: {} }
                  common_http_protocol_options:
                    # Less than Postern's `limits.idle_timeout`, so that the proxy closes idle connections
                    # first.
                    idle_timeout: \(plan.timeouts.keepalive)s
            """,
            indent: 4
        )
        if let kilobytes = nonDefaultKilobytes(plan.sizes.answerHead) {
            lines.add("max_response_headers_kb: \(kilobytes)", indent: 12)
        }
        lines.add(
            """
            # When a Postern goes down, all of its pending requests are retried. Envoy's default allows 3
            # retries at a time.
            circuit_breakers: { thresholds: [{ max_retries: 1024 }] }
            """,
            indent: 6
        )
        if let encryption = plan.encryption { add(encryption, to: &lines) }
        if plan.admin != nil { addHealthCheck(to: &lines) }
        lines.add(
            """
            load_assignment:
              cluster_name: postern
              endpoints:
                # Add one of these for each further Postern.
                - lb_endpoints:
                    - endpoint:
                        address: \(address(plan.decision))
            """,
            indent: 6
        )
        if let admin = plan.admin {
            lines.add("health_check_config: { address: \(address(admin)) }", indent: 18)
        }
    }

    private func add(_ encryption: UpstreamTLS, to lines: inout Lines) {
        let kind = encryption.isAddress ? "IP_ADDRESS" : "DNS"
        lines.add(
            """
            # The listener uses TLS. Without the validation_context Envoy would accept any
            # certificate.
            transport_socket:
              name: envoy.transport_sockets.tls
              typed_config:
                "@type": \(Self.extensions).transport_sockets.tls.v3.UpstreamTlsContext
            """,
            indent: 6
        )
        if !encryption.isAddress { lines.add("sni: \(YAMLText.quoted(encryption.serverName))", indent: 10) }
        lines.add(
            """
            common_tls_context:
              tls_params: { tls_minimum_protocol_version: TLSv1_2, tls_maximum_protocol_version: TLSv1_3 }
              validation_context:
                trusted_ca: { filename: \(YAMLText.quoted(encryption.trusted)) }
                match_typed_subject_alt_names:
                  - { san_type: \(kind), matcher: { exact: \(YAMLText.quoted(encryption.serverName)) } }
            """,
            indent: 10
        )
        guard let client = encryption.client else { return }
        lines.add(
            """
            tls_certificates:
              - certificate_chain: { filename: \(YAMLText.quoted(client.certificate)) }
                private_key: { filename: \(YAMLText.quoted(client.key)) }
            """,
            indent: 12
        )
    }

    private func addHealthCheck(to lines: inout Lines) {
        if plan.encryption != nil {
            lines.add(
                """
                # For the health checks below: Postern's admin listener does not use TLS.
                transport_socket_matches:
                  - name: plain
                    match: { plain: true }
                    transport_socket:
                      name: envoy.transport_sockets.raw_buffer
                      typed_config:
                        "@type": \(Self.extensions).transport_sockets.raw_buffer.v3.RawBuffer
                """,
                indent: 6
            )
        }
        lines.add(
            """
            # A Postern that is down or has no keys is skipped while another is healthy.
            health_checks:
              - timeout: 1s
                interval: 1s
                no_traffic_interval: 1s
                unhealthy_threshold: 1
                healthy_threshold: 1
                http_health_check: { path: /readyz }
            """,
            indent: 6
        )
        if plan.encryption != nil { lines.add("transport_socket_match_criteria: { plain: true }", indent: 10) }
    }
}
