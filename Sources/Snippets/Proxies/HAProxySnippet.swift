import Listeners

/// HAProxy with a small Lua script, because it has no external authorization.
struct HAProxySnippet {
    let plan: SnippetPlan

    var text: String {
        var lines = Lines()
        lines.add(
            plan.introduction([
                "postern snippet haproxy --lua >postern.lua      the script that it loads, beside this file",
                "haproxy -f haproxy.cfg                          start, in the foreground",
            ])
        )
        lines.add(global)
        lines.add(frontend)
        addCleaning(to: &lines)
        lines.add(question, indent: 4)
        lines.add(
            """

            backend application
                server application \(address(plan.application))

            """
        )
        addPostern(to: &lines)
        return lines.text
    }

    private var global: String {
        """

        global
            log stderr format raw daemon notice

            # Relative paths start at this file's directory. With many threads, use `lua-load-per-thread`
            # with the script's absolute path, so that they do not wait for each other.
            default-path config
            lua-load postern.lua

            # Holds the largest head that Postern's `limits.header_block` allows, plus the added claim
            # headers.
            tune.bufsize \(bufferSize)
            tune.maxrewrite \(rewriteReserve)

        defaults
            mode http
            log global
            timeout connect 1s
            timeout client 60s
            timeout server 60s
            timeout http-request 10s
            timeout tunnel 1h

        """
    }

    private var frontend: String {
        """
        frontend front
            bind \(plan.front)

            # The original request, for the script. These lines must come first, before any that changes the
            # path (such as `http-request replace-path`), the method or the host.
            http-request set-var(txn.postern_method) method
            http-request set-var(txn.postern_uri) pathq
            http-request set-var(txn.postern_host) req.fhdr(Host)

        """
    }

    private func addCleaning(to lines: inout Lines) {
        lines.add(
            """
            # Many applications read X_Auth_Subject and X.Auth.Subject as X-Auth-Subject, and only the
            # last is replaced below. So headers whose names have characters other than letters, digits
            # and hyphens are dropped.
            http-request del-header [^A-Za-z0-9-] -m reg

            """,
            indent: 4
        )
        lines.add(
            """
            # WebSockets are allowed. An upgrade to another protocol would bypass Postern.
            acl is_upgrade req.fhdr(Upgrade) -m found
            acl is_websocket req.fhdr(Upgrade) -i websocket
            http-request deny deny_status 400 if is_upgrade !is_websocket
            http-request deny deny_status 400 if { req.fhdr_cnt(Upgrade) gt 1 }

            """,
            indent: 4
        )
        guard !plan.removableClaimHeaders.isEmpty else { return }
        lines.add("# Remove the client's own copies first. One line for each of Postern's `claim_headers`.", indent: 4)
        lines.add(each: plan.removableClaimHeaders, indent: 4) { "http-request del-header \($0)" }
        lines.add("")
    }

    private var question: String {
        """
        # The script sends Postern the original request and the headers of the first list, sets those of
        # the second list from the response, and passes a refusal with its challenge to the client. Its
        # timeout is longer than that of the section that it asks.
        http-request lua.postern \(place) \((plan.timeouts.decision + 5) * 1000) \(asked) \(claims)

        # Without an answer, or if the script fails, access is denied.
        http-request deny deny_status 503 unless { var(txn.postern_allows) -m bool }

        default_backend application
        """
    }

    private func addPostern(to lines: inout Lines) {
        lines.add(
            """
            # The script sends its requests here. HAProxy keeps connections to Postern open, and retries when
            # one fails.
            listen postern
                bind \(place)
                http-reuse always
                retries 2
                option redispatch 1
                retry-on conn-failure empty-response

                # Postern answers at once, unless it must first fetch a token's key: use slightly more than
                # `keys.timeout`.
                timeout server \(plan.timeouts.decision)s

            """
        )
        guard case .tcp(let host, let port) = plan.admin else {
            lines.add("server postern1 \(address(plan.decision))\(encryption)", indent: 4)
            return
        }
        let checked = host.contains(":") ? "[\(host)]" : host
        lines.add(
            """
            # Add a `server` line for each further Postern. One that is down or hangs is skipped.
            option httpchk GET /livez
            server postern1 \(address(plan.decision))\(encryption) check\(plainCheck) addr \(checked) port \(port) inter 1s fall 2 rise 1
            """,
            indent: 4
        )
    }

    /// The TLS options of a server; certificates for other names are refused.
    private var encryption: String {
        guard let encryption = plan.encryption else { return "" }
        var words = ["", "ssl", "ssl-min-ver TLSv1.2", "verify required", "verifyhost \(encryption.serverName)"]
        words.append("ca-file \(encryption.trusted)")
        if !encryption.isAddress { words.append("sni str(\(encryption.serverName))") }
        // A certificate and its key are in one file.
        if let client = encryption.client { words.append("crt \(client.certificate)") }
        return words.joined(separator: " ")
    }

    /// The admin listener has no TLS.
    private var plainCheck: String { plan.encryption == nil ? "" : " no-check-ssl" }

    /// A name that no HAProxy with another front port uses on this system.
    private var place: String {
        guard case .tcp(_, let port) = plan.front else { return "" }
        return "abns@postern-for-\(port)"
    }

    private var asked: String { list(plan.forwardedHeaders) }

    private var claims: String { list(plan.claimHeaders) }

    /// The script expects lower case; a hyphen means an empty list.
    private func list(_ names: [String]) -> String {
        names.isEmpty ? "-" : names.map { $0.lowercased() }.joined(separator: ",")
    }

    /// Space for headers that are added to a request, and for the head of a response beside it.
    private var rewriteReserve: Int { SnippetSizes.pages(max(plan.sizes.claimHeaders, plan.sizes.answerHead)) }

    private var bufferSize: Int {
        SnippetSizes.pages(max(plan.sizes.requestHead, plan.sizes.requestLine)) + 2 * rewriteReserve
    }

    private func address(_ address: ListenAddress) -> String {
        switch address {
        case .tcp: "\(address)"
        case .unix(let path): "unix@\(path)"
        }
    }
}
