/// How nginx caches decisions that Postern allows it to cache, `decision_cache_header`.
struct NginxDecisionCache {
    /// The maximum time that Postern allows a decision to be cached.
    let seconds: Int
    /// The request headers that may contain a token.
    let tokenHeaders: [String]
    /// The claim headers, if Postern refuses requests that contain one.
    let refusedHeaders: [String]

    /// The cache, a part of `http`.
    var store: String {
        """
        # Cache for decisions, as allowed by Postern's `decision_cache_header`. The files contain
        # tokens and claims: restrict access to them, and prefer a memory file system.
        proxy_cache_path /tmp/postern-nginx-decisions levels=1:2 keys_zone=postern:10m max_size=64m inactive=\(inactive)s
                         use_temp_path=off;

        """
    }

    /// The cache key and its rules, a part of the decision's location.
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

    /// Unused entries are deleted after this time; none is valid for longer.
    private var inactive: Int { max(seconds, 10) }
}
