extension MatrixRow {
    /// A way to spell a protected path so that it looks anonymous, or like nothing that is known.
    private struct Spelling {
        let target: String
        /// For a request without a token: 403 where the path is ambiguous, 401 where it can only be the protected one.
        let without: Int
        /// For a request with a token that lacks the scope.
        var with = 403
        var deviations: [Front: Deviation] = [:]

        /// Envoy resolves the path before it asks, and passes the resolved one on.
        static func resolved(_ target: String, _ others: [Front: Deviation] = [:]) -> Spelling {
            let deviation = [Front.envoy: Deviation(status: 401, reason: "resolved to a path that is not ambiguous")]
            return Spelling(target: target, without: 403, deviations: deviation.merging(others) { $1 })
        }

        /// No proxy changes it.
        static func kept(_ target: String) -> Spelling { Spelling(target: target, without: 403) }

        /// Proxies that do not even ask.
        static func refused(_ target: String, by fronts: Front..., for reason: String) -> Spelling {
            let deviation = Deviation(status: 400, reason: reason)
            return Spelling(
                target: target,
                without: 403,
                deviations: Dictionary(uniqueKeysWithValues: fronts.map { ($0, deviation) })
            )
        }
    }

    private static let aboveRoot = [Front.nginx: Deviation(status: 400, reason: "a path that climbs above the root")]

    private static let spellings: [Spelling] = [
        .resolved("/public/../admin/users"),
        .resolved("/public/%2e%2e/admin/users"),
        .resolved("/public/.%2E/admin/users"),
        .resolved("/public/..;/admin/users"),
        .resolved("/public;/../admin/users"),
        .resolved("/public/..\\admin/users"),
        .resolved("/public//../../admin/users", aboveRoot),
        .kept("//public/../admin/users"),
        .resolved("/./admin/users"),
        .kept("//admin/users"),
        Spelling(target: "/admin//users", without: 401),
        .kept("/public/..%2fadmin/users"),
        .kept("/public%2f..%2fadmin/users"),
        .kept("/public/..%5cadmin/users"),
        .kept("/admin%2fusers"),
        .refused("/public/%00/../../admin/users", by: .nginx, .envoy, for: "an encoded NUL"),
        .refused("/public/#/../../admin/users", by: .envoy, .haproxy, for: "a fragment"),
        .kept("/public/%c0%ae%c0%ae/admin/users"),
        .kept("/admin;a=b/users"),
        Spelling(target: "/%61dmin/users", without: 401),
        Spelling(target: "/admin/users?x=/../../public/a", without: 401),
        Spelling(target: "/admin", without: 401),
        Spelling(target: "/ADMIN/users", without: 401, with: 200),
        Spelling(target: "/publican", without: 401, with: 200),
        Spelling(target: "/public", without: 200, with: 200),
    ]

    static let paths: [MatrixRow] = spellings.flatMap { spelling in
        [
            MatrixRow(
                name: "\(spelling.target) without a token",
                target: spelling.target,
                status: spelling.without,
                deviations: spelling.deviations
            ),
            MatrixRow(
                name: "\(spelling.target) with a token",
                target: spelling.target,
                claims: [:],
                status: spelling.with,
                // What was resolved is the protected path, and that is 403 too.
                deviations: spelling.deviations.filter { $1.status == 400 }
            ),
        ]
    }
}
