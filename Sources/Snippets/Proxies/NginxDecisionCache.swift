/// How nginx keeps decisions that Postern lets it keep, `decision_cache_header`.
struct NginxDecisionCache {
    /// The longest that Postern lets a decision be kept.
    let seconds: Int
    /// The request headers that a token may stand in.
    let tokenHeaders: [String]
    /// The claim headers, if Postern refuses requests that bring one.
    let refusedHeaders: [String]

    /// Where they are kept, a part of `http`.
    var store: String {
        """
        # Cache for decisions, as allowed by Postern's `decision_cache_header`. The files contain
        # tokens and claims: restrict access to them, and prefer a memory file system.
        proxy_cache_path /tmp/postern-nginx-decisions levels=1:2 keys_zone=postern:10m max_size=64m inactive=\(inactive)s
                         use_temp_path=off;

        """
    }

    /// How they are kept and found, a part of the decision's location.
    var use: String {
        """
        # Everything that the decision depends on: the original request, and each header that may
        # contain a token. nginx's default key has none of it, so one user's 200 would be served to
        # everyone. Responses `Vary` by the same headers, so a repeated header is a different cache
        # entry.
        proxy_cache postern;
        proxy_cache_key "\(key)";

        # X-Accel-Expires from Postern says how long an allow may be cached, never beyond its
        # token's lifetime. Responses without it are not cached. Never add proxy_cache_valid, which
        # would cache refusals too.
        proxy_ignore_headers Cache-Control;
        """
    }

    private var key: String {
        (["$request_method $host $request_uri"]
            + (tokenHeaders + refusedHeaders).map { "$http_" + NginxSnippet.identifier($0) })
            .joined(separator: " ")
    }

    /// What nobody asked for in this time is deleted, and nothing can be of use for longer.
    private var inactive: Int { max(seconds, 10) }
}
