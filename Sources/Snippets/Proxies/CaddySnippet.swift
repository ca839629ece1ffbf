import Listeners

/// Caddy with `forward_auth`.
struct CaddySnippet {
    let plan: SnippetPlan

    /// Every character of a header name except letters, digits and the hyphen (RFC 9110 section 5.6.2).
    private static let oddCharacters = "!#$%&'*+.^_`|~"

    var text: String {
        var lines = Lines()
        lines.add(plan.introduction(["caddy run --adapter caddyfile --config Caddyfile"]))
        lines.add(
            """

            {
                # The site below has no host name for a certificate.
                auto_https off
            }

            """
        )
        lines.add(site)
        lines.add(
            """
            # The host that the client sent, before a `request_header Host` can change it.
            vars postern_host {http.request.hostport}

            """,
            indent: 4
        )
        lines.add(
            "# A `route` runs its lines from top to bottom. Outside of one, Caddy sorts directives.",
            indent: 4
        )
        lines.add("route {", indent: 4)
        addCleaning(to: &lines)
        lines.add(question, indent: 8)
        lines.add("")
        lines.add("reverse_proxy \(address(plan.application))", indent: 8)
        lines.add("    }\n}")
        return lines.text
    }

    private var site: String {
        guard case .tcp(let host, let port) = plan.front else { return "" }
        return """
            http://:\(port) {
                bind \(host)

            """
    }

    private func addCleaning(to lines: inout Lines) {
        lines.add(
            """
            # Many applications read X_Auth_Subject and X.Auth.Subject as X-Auth-Subject, and only the
            # last is replaced below. So headers whose names have characters other than letters, digits
            # and hyphens are dropped.
            """,
            indent: 8
        )
        lines.add(each: Array(Self.oddCharacters), indent: 8) { "request_header -*\($0)*" }
        lines.add("")
        lines.add(
            """
            # Headers that Connection names are not forwarded, not even verified ones, so it is kept
            # only for WebSockets, and names nothing else. An upgrade to another protocol would bypass
            # Postern.
            @websocket header_regexp Upgrade (?i)^websocket$
            @other not header_regexp Upgrade (?i)^websocket$
            request_header @websocket Connection Upgrade
            request_header @websocket Upgrade websocket
            request_header @other -Connection
            request_header @other -Upgrade

            """,
            indent: 8
        )
        guard !plan.removableClaimHeaders.isEmpty else { return }
        lines.add(
            """
            # Remove the client's own copies first. One line for each of Postern's `claim_headers`.
            # Never leave these out: if Postern's value is empty, Caddy 2.10.0 to 2.11.1 keep what the
            # client sent.
            """,
            indent: 8
        )
        lines.add(each: plan.removableClaimHeaders, indent: 8) { "request_header -\($0)" }
        lines.add("")
    }

    private var question: String {
        var lines = Lines()
        lines.add("forward_auth \(decision) {")
        lines.add(
            """
            # Every path selects the default policy; /auth/NAME selects the policy NAME.
            uri /?

            # The original request, replacing what the client sent in these headers. By default
            # Caddy would ask about a path that `handle_path`, `uri` or `rewrite` has changed. The
            # last line reduces a whole URL to its path.
            header_up X-Forwarded-Method {http.request.orig_method}
            header_up X-Forwarded-Host {vars.postern_host}
            header_up X-Forwarded-Uri {http.request.orig_uri}
            header_up X-Forwarded-Uri (?i)^[a-z][a-z0-9+.-]*://[^/?]*/? /

            """,
            indent: 4
        )
        if !plan.claimHeaders.isEmpty {
            lines.add(
                """
                # Postern sends each of these in every 200.
                copy_headers \(plan.claimHeaders.joined(separator: " "))

                """,
                indent: 4
            )
        }
        lines.add(
            """
            # Postern answers at once, unless it must first fetch a token's key: use slightly more
            # than `keys.timeout`. Without a limit, a hanging Postern would make the client hang.
            transport http {
                dial_timeout 1s
                response_header_timeout \(plan.timeouts.decision)s
                keepalive \(plan.timeouts.keepalive)s
                keepalive_idle_conns_per_host 64
            """,
            indent: 4
        )
        if let encryption = plan.encryption { add(encryption, to: &lines) }
        lines.add("    }\n}")
        return lines.text
    }

    private func add(_ encryption: UpstreamTLS, to lines: inout Lines) {
        lines.add(
            """

            # The listener uses TLS. From Caddy 2.8 on, `tls_trust_pool file FILE` replaces the
            # third line.
            tls
            tls_server_name \(encryption.serverName)
            tls_trusted_ca_certs \(encryption.trusted)
            """,
            indent: 8
        )
        guard let client = encryption.client else { return }
        lines.add("tls_client_auth \(client.certificate) \(client.key)", indent: 8)
    }

    private var decision: String {
        switch plan.decision {
        case .tcp where plan.encryption != nil: "https://\(plan.decision)"
        default: address(plan.decision)
        }
    }

    private func address(_ address: ListenAddress) -> String {
        switch address {
        case .tcp: "\(address)"
        case .unix(let path): "unix/\(path)"
        }
    }
}
