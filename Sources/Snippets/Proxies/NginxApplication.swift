/// The location that forwards allowed requests, the only one that clients reach.
struct NginxApplication {
    let plan: SnippetPlan
    let upstream: ApplicationProtocol

    var location: String {
        var lines = Lines()
        lines.add("location / {\n    auth_request /_postern;\n")
        addClaims(to: &lines)
        lines.add(NginxRefusals.inLocation(upstream), indent: 4)
        lines.add("")
        lines.add(passing, indent: 4)
        lines.add("}")
        return lines.text
    }

    // MARK: Claims

    private func addClaims(to lines: inout Lines) {
        guard !plan.claimHeaders.isEmpty else { return }
        lines.add(
            """
            # Set, not added: a client's own value is overwritten. One pair of lines for each of
            # Postern's `claim_headers`. \(emptiness)
            #
            \(othersDirectives)
            """,
            indent: 4
        )
        lines.add(each: plan.claimHeaders, indent: 4) { name in
            "auth_request_set \(variable(name)) $upstream_http_\(NginxSnippet.identifier(name));"
        }
        lines.add(each: plan.claimHeaders, indent: 4) { name in
            switch upstream {
            case .http, .grpc: "\(upstream.module)_set_header \(name) \(variable(name));"
            case .fastcgi, .uwsgi: "\(upstream.module)_param \(Self.parameter(name)) \(variable(name));"
            }
        }
        lines.add("")
    }

    private var emptiness: String {
        switch upstream {
        case .http, .grpc: "If the token lacks the claim, the header is removed."
        case .fastcgi, .uwsgi: "If the token lacks the claim, the parameter is empty."
        }
    }

    /// A note for users of another `…_pass`.
    private var othersDirectives: String {
        let (mine, others) =
            switch upstream {
            case .http: ("proxy_set_header", "fastcgi_pass, grpc_pass, uwsgi_pass and scgi_pass ignore")
            case .grpc: ("grpc_set_header", "proxy_pass, fastcgi_pass, uwsgi_pass and scgi_pass ignore")
            case .fastcgi: ("fastcgi_param", "proxy_pass, grpc_pass, uwsgi_pass and scgi_pass ignore")
            case .uwsgi: ("uwsgi_param", "proxy_pass, fastcgi_pass, grpc_pass and scgi_pass ignore")
            }
        return """
            # \(others) \(mine): the
            # client's own headers would be forwarded.
            # `postern snippet nginx --upstream http|fastcgi|grpc|uwsgi` prints the lines for each.
            """
    }

    // MARK: Passing

    private var passing: String {
        switch upstream {
        case .http:
            """
            proxy_http_version 1.1;
            proxy_set_header Upgrade $websocket;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header Host $host;
            # Without a path after the name, the application gets the path as the client sent it,
            # which is the one that Postern checked.
            proxy_pass http://application;
            """
        case .grpc:
            """
            grpc_set_header Host $host;
            grpc_pass grpc://application;
            """
        case .fastcgi:
            """
            # The standard parameters, with the host that Postern checked. Set `root` to the
            # directory of your scripts.
            root /var/www/html;
            fastcgi_index index.php;
            \(parameters(Self.fastCGI))
            fastcgi_pass application;
            """
        case .uwsgi:
            """
            # The standard parameters, with the host that Postern checked.
            \(parameters(Self.uwsgi))
            uwsgi_pass application;
            """
        }
    }

    private func parameters(_ parameters: [(String, String)]) -> String {
        parameters.map { "\(upstream.module)_param \($0) \($1);" }.joined(separator: "\n")
    }

    private static let common = [
        ("QUERY_STRING", "$query_string"), ("REQUEST_METHOD", "$request_method"), ("CONTENT_TYPE", "$content_type"),
        ("CONTENT_LENGTH", "$content_length"), ("REQUEST_URI", "$request_uri"), ("DOCUMENT_ROOT", "$document_root"),
        ("SERVER_PROTOCOL", "$server_protocol"), ("REQUEST_SCHEME", "$scheme"), ("HTTPS", "$https if_not_empty"),
        ("REMOTE_ADDR", "$remote_addr"), ("REMOTE_PORT", "$remote_port"), ("SERVER_PORT", "$server_port"),
        ("SERVER_NAME", "$host"), ("HTTP_HOST", "$host"),
    ]

    private static let fastCGI =
        [("SCRIPT_FILENAME", "$document_root$fastcgi_script_name"), ("SCRIPT_NAME", "$fastcgi_script_name")]
        + common
        + [
            ("DOCUMENT_URI", "$document_uri"), ("SERVER_ADDR", "$server_addr"), ("GATEWAY_INTERFACE", "CGI/1.1"),
            ("SERVER_SOFTWARE", "nginx"), ("REDIRECT_STATUS", "200"),
        ]

    private static let uwsgi = [("PATH_INFO", "$document_uri")] + common

    // MARK: Spelling

    private func variable(_ header: String) -> String { "$claim_\(NginxSnippet.identifier(header))" }

    /// `X-Auth-Subject` as a CGI parameter; nginx then omits the client's header.
    private static func parameter(_ header: String) -> String {
        "HTTP_" + NginxSnippet.identifier(header).uppercased()
    }
}
