import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// What an application behind `fastcgi_pass`, `grpc_pass` and `uwsgi_pass` gets from `postern snippet nginx`.
    @Suite("Protocols of the application", .enabled(if: Program.nginx != nil, "nginx is not installed"))
    struct UpstreamTests {
        /// A client's own claim headers, under each name that an application may take for one.
        private static let spoofed = [
            "X-Auth-Subject: evil", "x-auth-subject: evil", "X-Auth-Company: evil", "X_Auth_Subject: evil",
            "X_Auth_Company: evil", "X-Auth_Company: evil", "X.Auth.Company: evil",
        ]

        private static let allow = LoopbackResponse(headers: [("X-Auth-Subject", "alice"), ("X-Auth-Company", "")])

        @Test("Parameters are the claims", arguments: ParameterApplication.Kind.allCases)
        func parametersAreTheClaims(kind: ParameterApplication.Kind) async throws {
            let application = try ParameterApplication(kind)
            let options = ["--upstream", kind.rawValue]
            try await FakeDecision.use(Self.allow, behind: .nginx, application: application.port, options: options) {
                fake in
                let answer = try fake.request("GET", "/a%2Fb//c?d=%2F", headers: Self.spoofed)
                #expect(answer.status == 200, "\(answer)")
                #expect(answer.echoed("HTTP_X_AUTH_SUBJECT") == ["alice"], "\(answer)")
                #expect(answer.echoed("HTTP_X_AUTH_COMPANY") == [""], "\(answer)")
                #expect(!answer.body.contains("evil"), "\(answer)")
                #expect(answer.echoed("REQUEST_URI") == ["/a%2Fb//c?d=%2F"], "as Postern judged it: \(answer)")
                #expect(fake.questions.all.last?.originalTarget == "/a%2Fb//c?d=%2F")
                #expect(answer.echoed("HTTP_HOST") == ["api.example"], "\(answer)")
                #expect(answer.echoed("REQUEST_METHOD") == ["GET"], "\(answer)")

                fake.give(LoopbackResponse(status: 401, headers: [("WWW-Authenticate", "Bearer")]))
                let refused = try fake.request(headers: Self.spoofed)
                #expect(refused.status == 401, "\(refused)")
                #expect(refused.values(of: "WWW-Authenticate") == ["Bearer"])
            }
            application.stop()
        }

        /// nginx leaves out a client's header whose parameter is set, with underscores too; a dot makes another parameter.
        @Test("Underscores make no parameter", arguments: ParameterApplication.Kind.allCases)
        func underscoresMakeNoParameter(kind: ParameterApplication.Kind) async throws {
            let application = try ParameterApplication(kind)
            try await FakeDecision.use(
                Self.allow,
                behind: .nginx,
                application: application.port,
                options: ["--upstream", kind.rawValue],
                edit: { try $0.replace("underscores_in_headers off;", with: "underscores_in_headers on;") },
                { fake in
                    let answer = try fake.request(headers: Self.spoofed)
                    #expect(answer.status == 200, "\(answer)")
                    #expect(answer.echoed("HTTP_X_AUTH_SUBJECT") == ["alice"], "\(answer)")
                    #expect(answer.echoed("HTTP_X_AUTH_COMPANY") == [""], "\(answer)")
                    #expect(!answer.body.contains("evil"), "\(answer)")
                }
            )
            application.stop()
        }

        @Test("A gRPC application gets the claims", .enabled(if: Program.curl != nil, "curl is not installed"))
        func aGRPCApplicationGetsTheClaims() async throws {
            let folder = try TemporaryFolder()
            let application = try await HTTP2Application.start(in: folder)
            let options = ["--upstream", "grpc"]
            try await FakeDecision.use(Self.allow, behind: .nginx, application: application.port, options: options) {
                fake in
                func call() async throws -> HTTPAnswer {
                    try await HTTPClient.http2(
                        "/package.Service/Method",
                        headers: Self.spoofed,
                        isGRPC: true,
                        port: fake.port,
                        in: folder
                    )
                }
                let answer = try await call()
                #expect(answer.status == 200, "\(answer)")
                #expect(answer.body.hasPrefix("POST /package.Service/Method "), "\(answer)")
                #expect(answer.echoed("X-Auth-Subject") == ["alice"], "\(answer)")
                #expect(answer.echoed("X-Auth-Company") == [], "\(answer)")
                #expect(!answer.body.contains("evil"), "\(answer)")
                #expect(answer.echoed("Host") == ["api.example"], "\(answer)")
                #expect(fake.questions.all.last?.originalMethod == "POST")

                for status in [401, 403] {
                    fake.give(LoopbackResponse(status: status, headers: [("WWW-Authenticate", "Bearer")]))
                    let refused = try await call()
                    #expect(refused.status == status, "gRPC clients read it as 16 or 7: \(refused)")
                    #expect(refused.values(of: "WWW-Authenticate") == ["Bearer"], "\(refused)")
                }
            }
            try await application.stop()
        }

        /// What happens without the lines for the other directive: the reason for `--upstream`.
        @Test("`proxy_set_header` does not reach FastCGI") func proxySetHeaderDoesNotReachFastCGI() async throws {
            let application = try ParameterApplication(.fastcgi)
            let edit: (inout ExampleFile) throws -> Void = {
                try $0.replace("proxy_pass http://application;", with: "fastcgi_pass application;")
            }
            try await FakeDecision.use(Self.allow, behind: .nginx, application: application.port, edit: edit) { fake in
                let answer = try fake.request(headers: Self.spoofed)
                #expect(answer.echoed("HTTP_X_AUTH_COMPANY").contains("evil"), "\(answer)")
            }
            application.stop()
        }
    }
}
