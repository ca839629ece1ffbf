import Demo

extension MatrixRow {
    /// Methods, bodies, and paths that are something to Postern or to other services.
    static let requests: [MatrixRow] =
        [
            MatrixRow(
                name: "a body of 1 MiB",
                method: "POST",
                claims: [:],
                bodyLength: 1 << 20,
                status: 200,
                echoes: [("Content-Length", [["1048576"]])]
            ),
            MatrixRow(name: "HEAD without a token", method: "HEAD", status: 401, challenge: "Bearer"),
            MatrixRow(name: "HEAD", method: "HEAD", claims: [:], status: 200),
            MatrixRow(name: "OPTIONS without a token", method: "OPTIONS", status: 401),
            MatrixRow(name: "PURGE without a token", method: "PURGE", status: 401),
            MatrixRow(name: "PURGE", method: "PURGE", claims: [:], status: 200),
            MatrixRow(
                name: "a method that nobody knows",
                method: "BREW",
                status: 401,
                deviations: [.envoy: Deviation(status: 400, reason: "Envoy has a list of methods")]
            ),
            MatrixRow(name: "a whole URL without a token", target: "http://api.example/admin/users", status: 401),
            MatrixRow(
                name: "a whole URL of a path that is anonymous elsewhere",
                target: "http://api.example/admin/users?/public/a",
                claims: [:],
                status: 403
            ),
        ]
        + ["/", "/livez", "/readyz", "/metrics", "/status.json", "/auth", "/auth/public", "/ask", "/ask/public/a"].map {
            MatrixRow(name: "\($0) without a token", target: $0, status: 401)
        }

    /// What clients say about an original request that is theirs to make, not to describe.
    private static let original = [
        "X-Original-URI: /public/a", "X-Original-URL: http://api.example/public/a", "X-Original-Method: OPTIONS",
        "X-Original-Host: other.example", "X-Forwarded-Uri: /public/a", "X-Forwarded-Method: OPTIONS",
        "X-Forwarded-Host: other.example", "X-Forwarded-Proto: https", "X-Envoy-Original-Path: /public/a",
        "X-Rewrite-URL: /public/a", "X-HTTP-Method-Override: OPTIONS",
    ]

    static let spoofed: [MatrixRow] =
        original.map { MatrixRow(name: "\($0) without a token", target: "/admin/users", headers: [$0], status: 401) }
        + [
            MatrixRow(name: "all of them twice", target: "/admin/users", headers: original + original, status: 401),
            MatrixRow(name: "all of them with a token", headers: original, claims: [:], status: 200),
            MatrixRow(
                name: "all of them and a scope that is missing",
                target: "/admin/users",
                headers: original,
                claims: [:],
                status: 403
            ),
            MatrixRow(
                name: "the original request named by Connection",
                target: "/admin/users",
                headers: [
                    "Connection: close, X-Original-URI, X-Original-Method, X-Forwarded-Uri, X-Forwarded-Method",
                    "X-Forwarded-Uri: /public/a",
                ],
                claims: [:],
                status: 403
            ),
        ]
}
