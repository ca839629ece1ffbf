import Listeners

/// nginx with `auth_request`.
struct NginxSnippet {
    let plan: SnippetPlan
    let upstream: ApplicationProtocol

    var text: String {
        var lines = Lines()
        lines.add(
            plan.introduction([
                #"nginx -p "$PWD" -c nginx.conf              start, in the background; no root needed"#,
                #"nginx -p "$PWD" -c nginx.conf -s stop      stop"#,
            ])
        )
        lines.add(head)
        lines.add(upstreams, indent: 4)
        lines.add(NginxRefusals.maps(upstream), indent: 4)
        if upstream == .http { lines.add(websockets, indent: 4) }
        if let caching { lines.add(caching.store, indent: 4) }
        lines.add("server {", indent: 4)
        lines.add(listen, indent: 8)
        lines.add(NginxApplication(plan: plan, upstream: upstream).location, indent: 8)
        lines.add("")
        lines.add(NginxRefusals.location(upstream), indent: 8)
        lines.add("")
        addDecision(to: &lines)
        lines.add("    }\n}")
        return lines.text
    }

    private var head: String {
        """

        worker_processes auto;
        error_log stderr warn;

        # These paths are writable without root. If your distribution's defaults work, remove this line and
        # the five temporary directories.
        pid /tmp/postern-nginx.pid;

        events {
            worker_connections 1024;
        }

        http {
            access_log off;
            client_body_temp_path /tmp/postern-nginx;
            proxy_temp_path /tmp/postern-nginx;
            fastcgi_temp_path /tmp/postern-nginx;
            uwsgi_temp_path /tmp/postern-nginx;
            scgi_temp_path /tmp/postern-nginx;

            # Many applications read X_Auth_Subject and X.Auth.Subject as X-Auth-Subject, and only the last
            # is replaced below. nginx drops the others by default.
            underscores_in_headers off;
            ignore_invalid_headers on;

            # Holds a header with the longest token, and all headers that Postern's `limits.header_block`
            # allows.
            large_client_header_buffers 4 \(kilobytes(headerBuffer));

        """
    }

    private var upstreams: String {
        """
        upstream postern {
            # Add a line for each further Postern: nginx asks the next one when this one does not
            # answer, and tries this one again after a second.
            server \(address(plan.decision)) max_fails=1 fail_timeout=1s;
            # Idle connections kept open per worker. Without this line every request opens a new one.
            keepalive 64;
            # Less than Postern's `limits.idle_timeout`, so that the proxy closes idle connections
            # first.
            keepalive_timeout \(plan.timeouts.keepalive)s;
        }

        upstream application {
            server \(address(plan.application));
        }

        """
    }

    private var listen: String {
        guard upstream == .grpc else { return "listen \(plan.front);\n" }
        return """
            # gRPC needs HTTP/2. From nginx 1.25.1 on, `http2 on;` on a separate line replaces the
            # parameter.
            listen \(plan.front) http2;

            """
    }

    private var websockets: String {
        """
        # WebSockets are allowed. An upgrade to another protocol would bypass Postern.
        map $http_upgrade $websocket {
            ~*^websocket$ websocket;
            default "";
        }
        map $websocket $connection_upgrade {
            websocket upgrade;
            default "";
        }

        """
    }

    private func addDecision(to lines: inout Lines) {
        lines.add(
            """
            location = /_postern {
                # Only for nginx's subrequests, never for clients.
                internal;

                # Every path selects the default policy; /auth/NAME selects the policy NAME.
                proxy_pass \(plan.encryption == nil ? "http" : "https")://postern/;

            """,
            indent: 8
        )
        if let encryption = plan.encryption { add(encryption, to: &lines) }
        lines.add(question, indent: 12)
        lines.add(caching?.use ?? Self.warning, indent: 12)
        lines.add("}", indent: 8)
    }

    private func add(_ encryption: UpstreamTLS, to lines: inout Lines) {
        lines.add(
            """
            # The listener uses TLS. Without these lines nginx would accept any certificate.
            proxy_ssl_protocols TLSv1.2 TLSv1.3;
            proxy_ssl_verify on;
            proxy_ssl_verify_depth 4;
            proxy_ssl_trusted_certificate \(encryption.trusted);
            proxy_ssl_name \(encryption.serverName);
            proxy_ssl_server_name on;
            """,
            indent: 12
        )
        if let client = encryption.client {
            lines.add("proxy_ssl_certificate \(client.certificate);", indent: 12)
            lines.add("proxy_ssl_certificate_key \(client.key);", indent: 12)
        }
        lines.add("")
    }

    private var question: String {
        """
        # Keepalive needs both lines: otherwise nginx uses HTTP/1.0 with `Connection: close`.
        proxy_http_version 1.1;
        proxy_set_header Connection "";

        # Postern decides from the head alone. Without the second line the client's
        # Content-Length would announce a body that never arrives.
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";

        # The original request. nginx copies the client's headers into the subrequest, so each
        # header that Postern trusts is set here, and the unused one is removed. $request_uri is
        # the target as the client sent it.
        proxy_set_header X-Original-Method $request_method;
        proxy_set_header X-Original-URI $request_uri;
        proxy_set_header X-Original-Host $host;
        proxy_set_header X-Original-URL "";

        # Postern answers at once, unless it must first fetch a token's key: use slightly more than
        # `keys.timeout`.
        proxy_connect_timeout 1s;
        proxy_read_timeout \(plan.timeouts.decision)s;

        # A Postern that cannot be reached is skipped if there is another. Never add http_503
        # here: it would take healthy Posterns out of service because one issuer has no keys.
        proxy_next_upstream error timeout;
        proxy_next_upstream_tries 3;

        # Holds the response's headers: Postern's `limits.response_headers` and some reserve\(roomForKey).
        proxy_buffer_size \(kilobytes(answerBuffer));
        proxy_buffers 8 \(kilobytes(answerBuffer));

        """
    }

    private static let warning = """
        # Never cache this location: nginx's default cache key does not include Authorization,
        # so one user's 200 would be served to everyone.
        """

    private var caching: NginxDecisionCache? {
        plan.decisionCacheSeconds.map { seconds in
            NginxDecisionCache(
                seconds: seconds,
                tokenHeaders: plan.tokenHeaders,
                refusedHeaders: plan.refusesClaimHeaders ? plan.claimHeaders : []
            )
        }
    }

    /// A header line must fit in one buffer, and all of them in four.
    private var headerBuffer: Int {
        SnippetSizes.pages(max(plan.sizes.requestLine, plan.sizes.requestHead / 4))
    }

    /// With a cache, nginx stores its own header before the response, including the key with the token.
    private var answerBuffer: Int {
        SnippetSizes.pages(plan.sizes.answerHead + (caching == nil ? 0 : plan.sizes.requestHead + 1024))
    }

    private var roomForKey: String {
        caching == nil ? "" : ", and the\n# cache key that nginx stores before them"
    }

    private func kilobytes(_ bytes: Int) -> String { "\(bytes / 1024)k" }

    private func address(_ address: ListenAddress) -> String { "\(address)" }

    /// `X-Auth-Subject` as in nginx's variables.
    static func identifier(_ header: String) -> String {
        header.lowercased().replacing("-", with: "_")
    }
}
