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
        # Decisions that Postern lets be kept, its `decision_cache_header`. The files hold tokens and claims: nobody else
        # may read them, and a memory file system suits them.
        proxy_cache_path /tmp/postern-nginx-decisions levels=1:2 keys_zone=postern:10m max_size=64m inactive=\(inactive)s
                         use_temp_path=off;

        """
    }

    /// How they are kept and found, a part of the decision's location.
    var use: String {
        """
        # Everything that Postern decides by: the original request, and each place where a token may stand. nginx's
        # default key has none of it, and one user's 200 would be everybody's. Answers `Vary` by the same headers,
        # so that one that comes twice is another one.
        proxy_cache postern;
        proxy_cache_key "\(key)";

        # Postern says how long an allow may be kept, in X-Accel-Expires, and never beyond its token; what it does
        # not say that of is not kept. Never add proxy_cache_valid, which would keep refusals too.
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
