import TestSupport
import Testing

extension ProxySuite {
    /// Requests that lack what a rule looks at, or spell it in another way: none passes a stricter rule.
    @Suite("Requests without a host or method")
    struct MissingFactTests {
        private static func configuration(_ match: String) -> String {
            """
            listeners:
              - { address: "127.0.0.1:9090", proxy: nginx }
              - { address: "127.0.0.1:9093", proxy: envoy, path_prefix: /ask }
              - { address: "127.0.0.1:9094", proxy: forwarded }
            admin: 127.0.0.1:9091
            issuers: [{ issuer: "https://my-api.example/__zuplo/issuer", audiences: any }]
            rules: [{ match: { \(match) }, require: { scopes: [admin] } }]
            """
        }

        private static let hosts = configuration("hosts: [admin.example]")
        private static let methods = configuration("methods: [DELETE]")

        /// The head of a request with a token that lacks the scope.
        private static func head(_ line: String, _ fields: [String], _ square: Square) throws -> String {
            let token = ["Authorization: Bearer \(try square.token())", "Connection: close"]
            return ([line] + fields + token).joined(separator: "\r\n") + "\r\n\r\n"
        }

        /// What a listener answers when a proxy asks so, and why.
        private static func ask(
            _ port: Int,
            _ line: String,
            _ fields: [String],
            _ square: Square
        ) throws -> (status: Int, isScopeMissing: Bool) {
            let answer = try HTTPClient.exchange(head(line, fields, square), port: port)
            return (answer.status, answer.values(of: "WWW-Authenticate").first?.contains("insufficient_scope") == true)
        }

        @Test("A host that is missing") func aHostThatIsMissing() async throws {
            try await Square.use([], configuration: Self.hosts) { square in
                let postern = square.postern
                let original = ["Host: postern", "X-Original-Method: GET", "X-Original-URI: /users"]
                let forwarded = ["Host: postern", "X-Forwarded-Method: GET", "X-Forwarded-Uri: /users"]
                for (port, line, fields) in [
                    (postern.nginxPort, "GET /auth HTTP/1.1", original),
                    (postern.nginxPort, "GET /auth HTTP/1.1", original + ["X-Original-Host:"]),
                    (postern.nginxPort, "GET /auth HTTP/1.1", original + ["X-Original-Host: admin%2eexample"]),
                    (postern.forwardedPort, "GET / HTTP/1.1", forwarded),
                    (postern.envoyPort, "GET /ask/users HTTP/1.0", []),
                ] {
                    let answer = try Self.ask(port, line, fields, square)
                    #expect(answer == (403, false), "\(line) \(fields)")
                }
            }
        }

        @Test("A method that is missing") func aMethodThatIsMissing() async throws {
            try await Square.use([], configuration: Self.methods) { square in
                let postern = square.postern
                for (port, fields) in [
                    (postern.nginxPort, ["X-Original-URI: /users", "X-Original-Host: api.example"]),
                    (postern.nginxPort, ["X-Original-URI: /users", "X-Original-Method: delete"]),
                    (postern.forwardedPort, ["X-Forwarded-Uri: /users"]),
                ] {
                    let answer = try Self.ask(port, "GET / HTTP/1.1", ["Host: postern"] + fields, square)
                    #expect(answer == (403, false), "\(fields)")
                }
                let lower = try Self.ask(postern.envoyPort, "delete /ask/users HTTP/1.1", ["Host: api.example"], square)
                #expect(lower == (403, false))
            }
        }

        @Test("A final dot does not count", arguments: ["admin.example.", "ADMIN.example.:8443"])
        func aFinalDotDoesNotCount(host: String) async throws {
            try await Square.use([], configuration: Self.hosts) { square in
                let postern = square.postern
                for (port, line, fields) in [
                    (postern.envoyPort, "GET /ask/users HTTP/1.1", ["Host: \(host)"]),
                    (
                        postern.nginxPort, "GET / HTTP/1.1",
                        ["Host: p", "X-Original-Method: GET", "X-Original-URI: /users", "X-Original-Host: \(host)"]
                    ),
                    (
                        postern.forwardedPort, "GET / HTTP/1.1",
                        ["Host: p", "X-Forwarded-Method: GET", "X-Forwarded-Uri: /users", "X-Forwarded-Host: \(host)"]
                    ),
                ] {
                    let answer = try Self.ask(port, line, fields, square)
                    #expect(answer == (403, true), "\(line)")
                }
            }
        }

        @Test(
            "No proxy lets the requests through",
            .enabled(if: !Front.installed.isEmpty, "no proxy is installed"),
            arguments: Front.installed
        )
        func noProxyLetsThemThrough(front: Front) async throws {
            try await Square.use([front], configuration: Self.hosts) { square in
                for (line, fields) in [
                    ("GET /users HTTP/1.0", []), ("GET /users HTTP/1.0", ["Host:"]),
                    ("GET /users HTTP/1.1", ["Host: admin.example"]), ("GET /users HTTP/1.1", ["Host: admin.example."]),
                    ("GET /users HTTP/1.1", ["Host: ADMIN.example.:8443"]),
                    ("GET http://admin.example./users HTTP/1.1", ["Host: api.example"]),
                ] {
                    let answer = try HTTPClient.exchange(Self.head(line, fields, square), port: square.port(of: front))
                    #expect(answer.status >= 400 && answer.status < 500, "\(line) \(fields): \(answer)")
                }
                #expect(square.arrivals.all.isEmpty)
                let open = try Self.head("GET /users HTTP/1.1", ["Host: api.example"], square)
                #expect(try HTTPClient.exchange(open, port: square.port(of: front)).status == 200)
            }
        }

        /// As the example of nginx's own documentation asks: with the URI alone.
        @Test("nginx as its documentation shows it", .enabled(if: Program.nginx != nil, "nginx is not installed"))
        func nginxAsItsDocumentationShowsIt() async throws {
            for configuration in [Self.hosts, Self.methods] {
                try await Square.use([.nginx], configuration: configuration, edit: Self.askWithURIAlone) { square in
                    for line in ["GET /users HTTP/1.1", "DELETE /users HTTP/1.1"] {
                        let request = try Self.head(line, ["Host: admin.example"], square)
                        #expect(try HTTPClient.exchange(request, port: square.port(of: .nginx)).status == 403)
                    }
                    #expect(square.arrivals.all.isEmpty)
                    #expect(square.postern.process.output.contains("request_ambiguous"))
                }
            }
        }

        private static func askWithURIAlone(
            _ front: Front,
            _ posterns: [PosternService],
            _ file: inout ExampleFile
        ) throws {
            try file.replace("X-Original-Host $host", with: #"X-Original-Host """#)
            try file.replace("X-Original-Method $request_method", with: #"X-Original-Method """#)
        }
    }
}
