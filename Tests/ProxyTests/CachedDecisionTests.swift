import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// Decisions that nginx keeps, with what `postern snippet nginx` prints.
    @Suite("Decisions cached by nginx", .enabled(if: Program.nginx != nil, "nginx is not installed"))
    struct CachedDecisionTests {
        private static let configuration =
            Square.configuration.replacing("audiences: any }", with: "audiences: any, leeway: 0s }")
            + "\ndecision_cache_header: 1h\ncors_preflight: allow\nlog: { decisions: all }"

        /// How many decisions the service was asked for.
        private func decisions(_ square: Square) -> Int {
            square.postern.process.output.split(separator: "\n").count { $0.contains(#""answer":"#) }
        }

        private func use(_ body: (Square) async throws -> Void) async throws {
            try await Square.use([.nginx], configuration: Self.configuration) { try await body($0) }
        }

        private func ask(
            _ square: Square,
            _ headers: [String],
            _ method: String = "GET",
            _ target: String = "/hello"
        ) throws -> HTTPAnswer {
            try HTTPClient.request(method, target, headers: headers, port: square.port(of: .nginx))
        }

        @Test("An allow is requested once and is not shared with other tokens")
        func anAllowIsAskedForOnceAndIsNobodyElses() async throws {
            try await use { square in
                let alice = "Authorization: Bearer \(try square.token(["sub": "alice"]))"
                let bob = "Authorization: Bearer \(try square.token(["sub": "bob", "company": nil]))"
                for _ in 0..<3 {
                    for (header, subject, company) in [(alice, "alice", ["example"]), (bob, "bob", [])] {
                        let answer = try ask(square, [header, "X-Auth-Company: evil"])
                        #expect(answer.status == 200, "\(answer)")
                        #expect(answer.echoed("X-Auth-Subject") == [subject])
                        #expect(answer.echoed("X-Auth-Company") == company)
                    }
                }
                try await eventually("two decisions are logged") { decisions(square) == 2 }
                // Everything else that a rule or a source looks at is another question.
                #expect(try ask(square, [alice], "GET", "/admin/users").status == 403)
                #expect(try ask(square, [alice], "GET", "/delete/1").status == 200)
                #expect(try ask(square, [alice], "DELETE", "/delete/1").status == 403)
                #expect(try ask(square, []).status == 401)
                #expect(try ask(square, ["Authorization: Bearer x"]).status == 401)
                #expect(try ask(square, [alice, "X-Token: x"]).status == 401)
                #expect(try ask(square, [alice, "Cookie: access_token=x"]).status == 401)
                #expect(try ask(square, [alice], "GET", "/hello?access_token=x").status == 401)
                let port = try square.port(of: .nginx)
                let closed = "GET /hello HTTP/1.1\r\nHost: closed.example\r\nConnection: close\r\n\(alice)\r\n\r\n"
                #expect(try HTTPClient.exchange(closed, port: port).status == 403)
                try await eventually("each was a decision") { decisions(square) == 11 }
                #expect(try ask(square, [bob]).echoed("X-Auth-Subject") == ["bob"])
                #expect(decisions(square) == 11)
            }
        }

        @Test("A header that occurs twice is another request")
        func aHeaderThatComesTwiceIsAnotherQuestion() async throws {
            try await use { square in
                let token = try square.token()
                #expect(try ask(square, ["X-Token: \(token)"]).status == 200)
                #expect(try ask(square, ["X-Token: \(token)", "X-Token: x"]).status == 401)
                #expect(try ask(square, ["Cookie: access_token=\(token)"]).status == 200)
                #expect(try ask(square, ["Cookie: access_token=\(token)", "Cookie: access_token=x"]).status == 401)
                #expect(try ask(square, ["Cookie: access_token=\(token); access_token=x"]).status == 401)
            }
        }

        @Test("Large tokens and claims fit") func largeTokensAndClaimsFit() async throws {
            try await use { square in
                for size in [1000, 2000, 3000, 3400] {
                    let company = String(repeating: "c", count: size)
                    let header = "Authorization: Bearer \(try square.token(["company": .string(company)]))"
                    for _ in 0..<2 {
                        let answer = try ask(square, [header])
                        #expect(answer.status == 200, "\(size)")
                        #expect(answer.echoed("X-Auth-Company") == [company])
                    }
                }
                try await eventually("each was asked for once") { decisions(square) == 4 }
            }
        }

        @Test("Refusals and preflights are not cached") func refusalsAndPreflightsAreNotKept() async throws {
            try await use { square in
                let preflight = ["Origin: https://a.example", "Access-Control-Request-Method: PUT"]
                for _ in 0..<2 {
                    #expect(try ask(square, []).status == 401)
                    #expect(try ask(square, preflight, "OPTIONS", "/hello").status == 200)
                    #expect(try ask(square, [], "OPTIONS", "/hello").status == 401)
                }
                try await eventually("six decisions are logged") { decisions(square) == 6 }
            }
        }

        @Test("Nothing outlives its token") func nothingOutlivesItsToken() async throws {
            try await use { square in
                let header = "Authorization: Bearer \(try square.token(expiresIn: 3))"
                #expect(try ask(square, [header]).status == 200)
                try await eventually("the kept decision ends with its token") {
                    try ask(square, [header]).status == 401
                }
            }
        }
    }
}
