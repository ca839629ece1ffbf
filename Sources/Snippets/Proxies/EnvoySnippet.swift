import Listeners

/// Envoy with the `ext_authz` filter's HTTP service.
struct EnvoySnippet {
    let plan: SnippetPlan

    static let extensions = "type.googleapis.com/envoy.extensions"
    /// Envoy's default limit of request heads.
    private static let defaultHeadKilobytes = 60

    var text: String {
        var lines = Lines()
        lines.add(plan.introduction(["envoy -c envoy.yaml"]))
        lines.add(
            """

            static_resources:
              listeners:
                - name: front
                  address: \(address(plan.front))
                  filter_chains:
                    - filters:
            """
        )
        addConnectionManager(to: &lines)
        lines.add("http_filters:", indent: 16)
        addDecisionRequest(to: &lines)
        lines.add(rest)
        addPostern(to: &lines)
        lines.add(
            """

                - name: application
                  type: \(discovery(plan.application))
                  connect_timeout: 1s
                  load_assignment:
                    cluster_name: application
                    endpoints:
                      - lb_endpoints:
                          - endpoint:
                              address: \(address(plan.application))
            """
        )
        return lines.text
    }

    // MARK: The listener

    private func addConnectionManager(to lines: inout Lines) {
        lines.add(
            """
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": \(Self.extensions).filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: front
                use_remote_address: true
                # `api.example.` becomes `api.example` for the routes, Postern and the application.
                strip_trailing_host_dot: true
            """,
            indent: 12
        )
        if let kilobytes = nonDefaultKilobytes(plan.sizes.requestHead) {
            lines.add("max_request_headers_kb: \(kilobytes)", indent: 16)
        }
        lines.add(
            """

            \(paths)

            upgrade_configs: [{ upgrade_type: websocket }]

            # Many applications read X_Auth_Subject and X.Auth.Subject as X-Auth-Subject, and
            # only the last is replaced below. So headers with underscores are dropped here, and
            # the first mutation drops all others whose names have characters other than
            # letters, digits and hyphens.
            common_http_protocol_options: { headers_with_underscores_action: DROP_HEADER }

            \(plan.refusesClaimHeaders ? Self.keepClaimHeadersComment : Self.removeClaimHeadersComment)
            early_header_mutation_extensions:
              - name: envoy.http.early_header_mutation.header_mutation
                typed_config:
                  "@type": \(Self.extensions).http.early_header_mutation.header_mutation.v3.HeaderMutation
                  mutations:
                    - remove_on_match: { key_matcher: { safe_regex: { regex: "[^:]*[^:a-z0-9-][^:]*" } } }
            """,
            indent: 16
        )
        lines.add(each: plan.removableClaimHeaders, indent: 24) { "- remove: \(name($0))" }
        lines.add("")
    }

    private static let removeClaimHeadersComment = """
        # Remove the client's own copies before anything else reads the request, including
        # on routes where the filter below is turned off. One line for each of Postern's
        # `claim_headers`.
        """
    private static let keepClaimHeadersComment = """
        # The client's own claim headers are kept, so that Postern can refuse the request:
        # `spoofed_claim_headers`. On routes where the filter below is turned off, they reach the
        # application.
        """

    /// How Envoy normalises a path before anything else reads it.
    private var paths: String {
        guard plan.looksAtPaths else {
            return """
                # No rule depends on paths: they are forwarded as the client sent them, including `%2F` and
                # `//`.
                """
        }
        return """
            # Postern checks every reading of a path, and the application gets the path that was
            # checked. Dot segments are resolved, also for the routes of this file. `%2F` and `//`
            # are unchanged: Postern refuses them if their readings match different rules; otherwise
            # the application may need them.
            normalize_path: true
            merge_slashes: false
            path_with_escaped_slashes_action: KEEP_UNCHANGED
            """
    }

    // MARK: The filter

    private func addDecisionRequest(to lines: inout Lines) {
        lines.add(
            """
            - name: envoy.filters.http.ext_authz
              typed_config:
                "@type": \(Self.extensions).filters.http.ext_authz.v3.ExtAuthz
                transport_api_version: V3

                # Without an answer from Postern, access is denied. The client then gets 503,
                # not the default 403, because it is not at fault.
                failure_mode_allow: false
                status_on_error: { code: ServiceUnavailable }

                # Method, path, Host and Authorization are always sent. Name other headers for
                # Postern here: those that may contain a token, and two for its log.
                allowed_headers:
                  patterns:
            """,
            indent: 18
        )
        let asked = plan.forwardedHeaders.filter { $0.lowercased() != "authorization" }
        lines.add(each: asked, indent: 26) { "- exact: \(name($0))" }
        lines.add("\nhttp_service:", indent: 22)
        if let prefix = plan.pathPrefix {
            lines.add("# The listener's `path_prefix`, which Postern removes again.", indent: 24)
            lines.add("path_prefix: \(YAMLText.quoted(prefix))", indent: 24)
        }
        lines.add(
            """
            server_uri:
              uri: \(uri)
              cluster: postern
              # Postern answers at once, unless it must first fetch a token's key: use
              # slightly more than `keys.timeout`. The default is 200 ms.
              timeout: \(plan.timeouts.decision)s
            # Retry with another Postern if there is one, otherwise with the same one.
            retry_policy:
              retry_on: connect-failure,refused-stream,reset
              num_retries: 2
              retry_host_predicate:
                - name: envoy.retry_host_predicates.previous_hosts
                  typed_config:
                    "@type": \(Self.extensions).retry.host.previous_hosts.v3.PreviousHostsPredicate
              host_selection_retry_max_attempts: 3
            """,
            indent: 24
        )
        if !plan.claimHeaders.isEmpty {
            lines.add(
                """
                authorization_response:
                  # The claim headers, by exact name: the prefix `X-Auth-` would accept any
                  # name that a client sends. Postern sends each of them in every 200, so an
                  # empty one replaces the existing one.
                  allowed_upstream_headers:
                    patterns:
                """,
                indent: 24
            )
            lines.add(each: plan.claimHeaders, indent: 30) { "- exact: \(name($0))" }
            lines.add(
                "# No allowed_client_headers: a refusal reaches the client with its WWW-Authenticate.",
                indent: 26
            )
        }
        lines.add("")
    }

    private var rest: String {
        """
                          - name: envoy.filters.http.router
                            typed_config:
                              "@type": \(Self.extensions).filters.http.router.v3.Router

                        route_config:
                          virtual_hosts:
                            - name: application
                              domains: ["*"]
                              routes:
                                - match: { prefix: / }
                                  route: { cluster: application }

          clusters:
        """
    }

    // MARK: Spelling

    /// The limit for heads of the given size, if Envoy's default is too small.
    func nonDefaultKilobytes(_ bytes: Int) -> Int? {
        let kilobytes = bytes / 1024 + 4
        return kilobytes > Self.defaultHeadKilobytes ? kilobytes : nil
    }

    private func name(_ header: String) -> String { YAMLText.scalar(header.lowercased()) }

    func address(_ address: ListenAddress) -> String {
        switch address {
        case .tcp(let host, let port):
            "{ socket_address: { address: \(YAMLText.scalar(host)), port_value: \(port) } }"
        case .unix(let path):
            "{ pipe: { path: \(YAMLText.quoted(path)) } }"
        }
    }

    /// A URI that Envoy requires, although it connects to the cluster.
    private var uri: String {
        switch plan.decision {
        case .tcp: "\(scheme)://\(plan.decision)"
        case .unix: "\(scheme)://postern"
        }
    }

    private var scheme: String { plan.encryption == nil ? "http" : "https" }

    func discovery(_ address: ListenAddress) -> String { address.isNamed ? "STRICT_DNS" : "STATIC" }
}
