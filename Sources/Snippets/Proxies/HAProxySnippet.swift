import Settings

/// HAProxy with a small Lua script, for it cannot ask before it passes a request on by itself.
struct HAProxySnippet {
    let plan: Plan

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
        return lines.text
    }

    private var global: String {
        """

        global
            log stderr format raw daemon notice

            # Relative paths start at this file's folder. With many threads, `lua-load-per-thread` and the script's whole
            # path spare them from waiting for each other.
            default-path config
            lua-load postern.lua

            # Whatever Postern's `limits.header_block` lets in fits, with the claim headers that are added to it.
            tune.bufsize \(bufferSize)
            tune.maxrewrite \(rewriteRoom)

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

        """
    }

    private func addCleaning(to lines: inout Lines) {
        lines.add(
            """
            # Many applications read X_Auth_Subject and X.Auth.Subject as X-Auth-Subject, and only the last is replaced
            # below. So headers with anything but letters, digits and hyphens in their names are dropped.
            http-request del-header [^A-Za-z0-9-] -m reg

            """,
            indent: 4
        )
        guard !plan.removableClaimHeaders.isEmpty else { return }
        lines.add("# The client's own copies go first. One line for each of Postern's `claim_headers`.", indent: 4)
        lines.add(each: plan.removableClaimHeaders, indent: 4) { "http-request del-header \($0)" }
        lines.add("")
    }

    private var question: String {
        """
        # Where Postern is; how many milliseconds it may take, which is `keys.timeout` and a little more; the headers
        # that it is asked with; the claim headers that are set from its answer. The script tells it the original
        # request, and gives a refusal to the client with its challenge.
        http-request lua.postern \(address(plan.decision)) \(plan.times.decision * 1000) \(asked) \(claims)

        # No answer, or a script that fails, is no permission.
        http-request deny deny_status 503 unless { var(txn.postern_allows) -m bool }

        default_backend application
        """
    }

    private var asked: String { list(plan.askedHeaders) }

    private var claims: String { list(plan.claimHeaders) }

    /// The script wants lower case; a hyphen stands for an empty list.
    private func list(_ names: [String]) -> String {
        names.isEmpty ? "-" : names.map { $0.lowercased() }.joined(separator: ",")
    }

    /// Room for headers that are added to a request, and for an answer's head beside it.
    private var rewriteRoom: Int { Sizes.pages(max(plan.sizes.claimHeaders, plan.sizes.answerHead)) }

    private var bufferSize: Int { Sizes.pages(max(plan.sizes.requestHead, plan.sizes.requestLine)) + 2 * rewriteRoom }

    private func address(_ address: ListenAddress) -> String {
        switch address {
        // HAProxy's client would ask a name server, which seldom knows this name.
        case .tcp("localhost", let port): "127.0.0.1:\(port)"
        case .tcp: "\(address)"
        case .unix(let path): "unix@\(path)"
        }
    }
}
