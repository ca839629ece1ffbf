import Listeners

/// Envoy with the `ext_authz` filter's HTTP service.
struct EnvoySnippet {
    let plan: Plan

    static let extensions = "type.googleapis.com/envoy.extensions"
    /// What Envoy takes without being told otherwise.
    private static let standardHeadKilobytes = 60

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
        addQuestion(to: &lines)
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
                # `api.example.` is `api.example` for the routes, for Postern and for the application.
                strip_trailing_host_dot: true
            """,
            indent: 12
        )
        if let kilobytes = unusualKilobytes(plan.sizes.requestHead) {
            lines.add("max_request_headers_kb: \(kilobytes)", indent: 16)
        }
        lines.add(
            """

            \(paths)

            upgrade_configs: [{ upgrade_type: websocket }]

            # Many applications read X_Auth_Subject and X.Auth.Subject as X-Auth-Subject, and only the last is
            # replaced below. So headers with underscores are dropped here, and all others with anything but
            # letters, digits and hyphens in their names by the first of the mutations.
            common_http_protocol_options: { headers_with_underscores_action: DROP_HEADER }

            \(plan.refusesClaimHeaders ? Self.claimHeadersStay : Self.claimHeadersGo)
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

    private static let claimHeadersGo = """
        # The client's own copies go before anything else looks at the request, also on a route for which the
        # filter below has been turned off. One line for each of Postern's `claim_headers`.
        """
    private static let claimHeadersStay = """
        # The client's own claim headers stay, so that Postern can refuse the request: `spoofed_claim_headers`. On a
        # route for which the filter below has been turned off, they reach the application.
        """

    /// What Envoy does with a path before anything else looks at it.
    private var paths: String {
        guard plan.looksAtPaths else {
            return "# No rule looks at paths: they pass as the client sent them, `%2F` and `//` too."
        }
        return """
            # Postern judges each way to read a path, and the application gets the path that it judged. Dot segments are
            # resolved, for the routes of this file, too. `%2F` and `//` stay as they are: Postern refuses them where the
            # ways to read them lead to different rules, and the application may need them where they do not.
            normalize_path: true
            merge_slashes: false
            path_with_escaped_slashes_action: KEEP_UNCHANGED
            """
    }

    // MARK: The filter

    private func addQuestion(to lines: inout Lines) {
        lines.add(
            """
            - name: envoy.filters.http.ext_authz
              typed_config:
                "@type": \(Self.extensions).filters.http.ext_authz.v3.ExtAuthz
                transport_api_version: V3

                # No answer from Postern is no permission. The client sees 503 then, not the default 403: it is
                # not the client that is at fault.
                failure_mode_allow: false
                status_on_error: { code: ServiceUnavailable }

                # Method, path, Host and Authorization are always sent. What else Postern should see is named
                # here: where else a token may stand, and two headers for its log.
                allowed_headers:
                  patterns:
            """,
            indent: 18
        )
        let asked = plan.askedHeaders.filter { $0.lowercased() != "authorization" }
        lines.add(each: asked, indent: 26) { "- exact: \(name($0))" }
        lines.add("\nhttp_service:", indent: 22)
        if let prefix = plan.pathPrefix {
            lines.add("# The listener's `path_prefix`, which it takes off again.", indent: 24)
            lines.add("path_prefix: \(YAMLText.quoted(prefix))", indent: 24)
        }
        lines.add(
            """
            server_uri:
              uri: \(uri)
              cluster: postern
              # Postern answers at once, except for a token with a key that it has yet to fetch: give it
              # `keys.timeout` and a little more. The default is 200 ms.
              timeout: \(plan.times.decision)s
            # Another Postern is asked if there is one, the same one again if not.
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
                  # The claim headers, by exact name: `X-Auth-` as a prefix would be anybody's. Postern sends
                  # each of them in every 200, so an empty one replaces what is there.
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

    /// A limit for heads of so many bytes, if Envoy's own is too small.
    func unusualKilobytes(_ bytes: Int) -> Int? {
        let kilobytes = bytes / 1024 + 4
        return kilobytes > Self.standardHeadKilobytes ? kilobytes : nil
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

    /// What Envoy wants to read, though it goes where the cluster leads.
    private var uri: String {
        switch plan.decision {
        case .tcp: "\(scheme)://\(plan.decision)"
        case .unix: "\(scheme)://postern"
        }
    }

    private var scheme: String { plan.encryption == nil ? "http" : "https" }

    func discovery(_ address: ListenAddress) -> String { address.isNamed ? "STRICT_DNS" : "STATIC" }
}
