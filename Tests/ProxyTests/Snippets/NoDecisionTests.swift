import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// nginx without a decision: a 503 that says when to come back, and nothing else that looks like one.
    @Suite(
        "Answers without a decision",
        .enabled(if: Program.nginx != nil && Program.curl != nil, "nginx or curl is not installed")
    )
    struct NoDecisionTests {
        /// How clients ask the printed file.
        enum Flavour: String, Sendable, CaseIterable {
            case http, grpc
        }

        @Test("Statuses of the decision and of the client are kept")
        func statusesOfTheDecisionAndOfTheClientAre() async throws {
            try await FakeDecision.use(behind: .nginx) { fake in
                for (status, expected) in [
                    (200, 200), (401, 401), (403, 403), (503, 503), (500, 503), (502, 503), (404, 503), (302, 503),
                    (429, 503), (400, 503), (431, 431),
                ] {
                    fake.give(LoopbackResponse(status: status, headers: [("Retry-After", "7")]))
                    let answer = try fake.request()
                    #expect(answer.status == expected, "\(status): \(answer)")
                    let retry = expected == 503 || expected == 431 ? ["7"] : []
                    #expect(answer.values(of: "Retry-After") == retry, "\(status): \(answer)")
                }
                #expect(fake.arrivals.all.count == 1, "that of the 200")
                fake.give(LoopbackResponse(status: 503))
                #expect(try fake.request().values(of: "Retry-After") == ["1"], "there is always one")
            }
        }

        /// The decision was taken, and something else went wrong.
        @Test("Other failures stay what they are") func otherFailuresStayWhatTheyAre() async throws {
            let broken = try await LoopbackServer.start(port: 0) { _ in .text("mine\n", status: 500) }
            try await FakeDecision.use(behind: .nginx, application: broken.port) { fake in
                let answer = try fake.request()
                #expect(answer.status == 500, "\(answer)")
                #expect(answer.body == "mine\n", "the application's own page")
                #expect(answer.values(of: "Retry-After").isEmpty)
            }
            try await broken.stop()
            try await FakeDecision.use(behind: .nginx, application: broken.port) { fake in
                let answer = try fake.request()
                #expect(answer.status == 502, "an application that is gone: \(answer)")
            }
            let edit: (inout ExampleFile) throws -> Void = {
                try $0.replace("proxy_pass http://application;", with: "set $nowhere \"\";\nproxy_pass $nowhere;")
            }
            try await FakeDecision.use(behind: .nginx, edit: edit) { fake in
                let answer = try fake.request()
                #expect(answer.status == 500, "one that nginx makes itself: \(answer)")
            }
        }

        @Test("Without Postern, the answer is unavailable", arguments: Flavour.allCases)
        func aPosternThatIsNotThereIsUnavailable(flavour: Flavour) async throws {
            let folder = try TemporaryFolder()
            let application = try await HTTP2Application.start(in: folder)
            let port = flavour == .grpc ? application.port : nil
            try await Square.use([.nginx], application: port, options: ["--upstream", flavour.rawValue]) { square in
                let front = try square.port(of: .nginx)
                let token = try square.token()
                func answer() async throws -> HTTPAnswer {
                    try await Self.ask(flavour, token: token, port: front, in: folder)
                }
                func passes() async throws {
                    try await eventually("a good token passes") {
                        let answer = try await answer()
                        return answer.status == 200 && answer.echoed("X-Auth-Subject") == ["user-1"]
                    }
                }
                try await passes()
                try await square.posterns[0].process.freeze()
                let frozen = try await answer()
                Self.expectUnavailable(frozen, flavour, "hanging")
                square.posterns[0].process.thaw()
                try await passes()
                await square.posterns[0].process.stop()
                let stopped = try await answer()
                Self.expectUnavailable(stopped, flavour, "stopped")
                try await square.posterns[0].restart()
                try await passes()
                try await square.posterns[0].process.crash()
                let killed = try await answer()
                Self.expectUnavailable(killed, flavour, "killed")
            }
            try await application.stop()
        }

        @Test("An issuer without keys is unavailable", arguments: Flavour.allCases)
        func anIssuerWithoutKeysIsUnavailable(flavour: Flavour) async throws {
            let folder = try TemporaryFolder()
            try await Street.walk(.nginx, issuerIsUp: false, options: ["--upstream", flavour.rawValue]) { street in
                let token = try street.issuer.token(street.ed25519)
                let answer = try await Self.ask(flavour, token: token, port: street.frontPort, in: folder)
                Self.expectUnavailable(answer, flavour, "without keys")
                let direct = try street.ask(token: token).values(of: "Retry-After")
                #expect(answer.values(of: "Retry-After") == direct, "Postern's own")
                let refused = try await Self.ask(flavour, token: nil, port: street.frontPort, in: folder)
                #expect(refused.status == 401, "\(refused)")
                #expect(street.arrivals.all.isEmpty)
            }
        }

        /// A health check, say, must not take the form of gRPC's failures for a success.
        @Test("Only gRPC has its status in a 200") func onlyGRPCHasItsStatusInA200() async throws {
            let folder = try TemporaryFolder()
            try await FakeDecision.use(
                LoopbackResponse(status: 503),
                behind: .nginx,
                options: ["--upstream", "grpc"],
                { fake in
                    let answer = try await HTTPClient.http2(port: fake.port, in: folder)
                    #expect(answer.status == 503, "\(answer)")
                    #expect(answer.values(of: "grpc-status").isEmpty, "\(answer)")
                }
            )
        }

        private static func ask(
            _ flavour: Flavour,
            token: String?,
            port: Int,
            in folder: TemporaryFolder
        ) async throws -> HTTPAnswer {
            let headers = token.map { ["Authorization: Bearer \($0)"] } ?? []
            switch flavour {
            case .http: return try HTTPClient.request(headers: headers, port: port)
            case .grpc: return try await HTTPClient.http2(headers: headers, isGRPC: true, port: port, in: folder)
            }
        }

        private static func expectUnavailable(_ answer: HTTPAnswer, _ flavour: Flavour, _ what: String) {
            switch flavour {
            case .http:
                #expect(answer.status == 503, "\(what): \(answer)")
            case .grpc:
                // A response without a message: one block of headers, with the status in it.
                #expect(answer.status == 200, "\(what): \(answer)")
                #expect(answer.values(of: "Content-Type") == ["application/grpc"], "\(what): \(answer)")
                #expect(answer.values(of: "grpc-status") == ["14"], "\(what): \(answer)")
                #expect(answer.body.isEmpty, "\(what): \(answer)")
            }
            #expect(answer.values(of: "Retry-After").count == 1, "\(what): \(answer)")
            #expect(answer.values(of: "X-Auth-Subject").isEmpty, "\(what): \(answer)")
        }
    }
}
