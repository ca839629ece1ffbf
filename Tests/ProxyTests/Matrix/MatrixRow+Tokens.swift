import Demo

extension MatrixRow {
    private static let noClaim: [[String]] = [[], [""]]

    static let tokens: [MatrixRow] = [
        MatrixRow(name: "no token", status: 401, challenge: #"Bearer realm="api""#),
        MatrixRow(
            name: "a good token",
            claims: [:],
            status: 200,
            echoes: [("X-Auth-Subject", [["user-1"]]), ("X-Auth-Company", [["example"]])]
        ),
        MatrixRow(
            name: "an expired one",
            claims: [:],
            expiresIn: -3600,
            status: 401,
            challenge: #"error="invalid_token""#
        ),
        MatrixRow(
            name: "a scope that is missing",
            target: "/admin/users",
            claims: ["scope": "read"],
            status: 403,
            challenge: #"error="insufficient_scope""#
        ),
        MatrixRow(name: "a scope that is there", target: "/admin/users", claims: ["scope": "read admin"], status: 200),
        MatrixRow(name: "a host that a rule denies", headers: ["Host: closed.example"], claims: [:], status: 403),
        MatrixRow(name: "a method that a rule denies", method: "DELETE", target: "/delete/1", claims: [:], status: 403),
        MatrixRow(name: "the same path with another method", target: "/delete/1", claims: [:], status: 200),
        MatrixRow(
            name: "an absent claim and a spoofed header",
            headers: ["X-Auth-Company: evil", "x-auth-company: evil"],
            claims: ["company": nil],
            status: 200,
            echoes: [("X-Auth-Subject", [["user-1"]]), ("X-Auth-Company", noClaim)]
        ),
        MatrixRow(
            name: "spoofed headers on an anonymous path",
            target: "/public/a",
            headers: ["X-Auth-Subject: evil", "X-Auth-Company: evil"],
            status: 200,
            echoes: [("X-Auth-Subject", noClaim), ("X-Auth-Company", noClaim)]
        ),
        MatrixRow(
            name: "names that applications read as a claim header's",
            target: "/public/a",
            headers: [
                "X_Auth_Subject: evil", "X-Auth_Subject: evil", "X.Auth.Subject: evil", "x!auth-subject: evil",
                "X~Auth~Subject: evil", "X-Auth*Subject: evil", "X`Auth`Subject: evil", "X$Auth-Subject: evil",
            ],
            status: 200,
            echoes: [("X-Auth-Subject", noClaim)]
        ),
        MatrixRow(
            name: "a claim header named by Connection",
            headers: ["Connection: close, X-Auth-Subject, X-Auth-Company"],
            claims: [:],
            status: 200,
            echoes: [("X-Auth-Subject", [["user-1"]]), ("X-Auth-Company", [["example"]])]
        ),
        MatrixRow(
            name: "claim headers named by several of them, with an upgrade",
            headers: [
                "Connection: Upgrade", "Connection: X-Auth-Subject", "Connection: close, X-Auth-Company",
                "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ],
            claims: [:],
            status: 200,
            echoes: [("X-Auth-Subject", [["user-1"]]), ("X-Auth-Company", [["example"]])]
        ),
        MatrixRow(
            name: "an upgrade to HTTP/2",
            headers: [
                "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
            ],
            claims: [:],
            status: 200,
            echoes: [("Upgrade", [[]])],
            deviations: [
                .haproxy: Deviation(status: 400, reason: "the file refuses what it cannot take away")
            ]
        ),
        MatrixRow(
            name: "two Authorization headers",
            headers: ["Authorization: Bearer {token}", "Authorization: Bearer {other}"],
            status: 401,
            challenge: #"error="invalid_request""#,
            deviations: [.nginx: Deviation(status: 400, reason: "nginx knows that this header stands once")]
        ),
        MatrixRow(
            name: "two tokens in one header",
            headers: ["Authorization: Bearer {token}, Bearer {other}"],
            status: 401,
            challenge: #"error="invalid_request""#
        ),
        MatrixRow(
            name: "a cookie",
            headers: ["Cookie: a=b; access_token={token}; c=d"],
            status: 200,
            echoes: [("X-Auth-Subject", [["in-place"]])]
        ),
        MatrixRow(
            name: "a cookie and a header that disagree",
            headers: ["Authorization: Bearer {other}", "Cookie: access_token={token}"],
            status: 401,
            challenge: #"error="invalid_request""#
        ),
        MatrixRow(
            name: "a header of its own",
            headers: ["X-Token: {token}"],
            status: 200,
            echoes: [("X-Auth-Subject", [["in-place"]])]
        ),
        MatrixRow(name: "that header twice", headers: ["X-Token: {token}", "X-Token: {other}"], status: 401),
        MatrixRow(
            name: "a claim beyond ASCII",
            claims: ["sub": "Zoë 100%"],
            status: 200,
            echoes: [("X-Auth-Subject", [["Zo%C3%AB 100%25"]])]
        ),
        MatrixRow(
            name: "a claim with a line feed",
            claims: ["sub": "a\r\nX-Auth-Company: root\nb", "company": nil],
            status: 200,
            echoes: [
                ("X-Auth-Subject", [["a%0D%0AX-Auth-Company: root%0Ab"]]), ("X-Auth-Company", noClaim),
            ]
        ),
        MatrixRow(
            name: "claims that just fit",
            claims: ["sub": .string(String(repeating: "s", count: 3_450))],
            status: 200,
            echoes: [("X-Auth-Subject", [[String(repeating: "s", count: 3_450)]])]
        ),
        MatrixRow(
            name: "claims that do not",
            claims: ["sub": .string(String(repeating: "s", count: 3_500))],
            status: 403
        ),
        MatrixRow(
            name: "a token of almost 8 KiB",
            claims: ["padding": .string(String(repeating: "p", count: 5_850))],
            status: 200
        ),
    ]
}
