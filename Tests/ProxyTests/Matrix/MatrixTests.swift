import TestSupport
import Testing

extension ProxySuite {
    /// What must hold behind every proxy, request by request.
    @Suite("The matrix of proxies and requests", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct MatrixTests {
        @Test("Every row holds", arguments: Front.installed) func everyRowHolds(front: Front) async throws {
            try await Square.use([front]) { square in
                for row in Self.rows { try check(row, front, square) }
            }
        }

        /// The question in ingress-nginx's form, with the lines that docs/proxies.md adds to it.
        @Test("Every row holds for Ingress", .enabled(if: Program.nginx != nil))
        func everyRowHoldsForIngress() async throws {
            try await Square.use([.nginx], edit: Self.askAsIngressDoes) { square in
                for row in Self.rows { try check(row, .nginx, square) }
            }
        }

        private static let rows = MatrixRow.tokens + MatrixRow.requests + MatrixRow.spoofed + MatrixRow.paths

        private static func askAsIngressDoes(
            _ front: Front,
            _ posterns: [PosternService],
            _ file: inout ExampleFile
        ) throws {
            let url = "X-Original-URL $scheme://$http_host$request_uri"
            try file.replace(#"X-Original-URL """#, with: url)
            try file.replace("X-Original-URI $request_uri", with: #"X-Original-URI """#)
            try file.replace("X-Original-Host $host", with: #"X-Original-Host """#)
        }

        private func check(_ row: MatrixRow, _ front: Front, _ square: Square) throws {
            let before = square.arrivals.all.count
            let answer = try HTTPClient.exchange(row.request(square), port: square.port(of: front))
            let arrivals = square.arrivals.all.dropFirst(before)
            let expected = row.expectedStatus(behind: front)
            #expect(answer.status == expected, "\(row.name): \(answer)")
            #expect(arrivals.count == (answer.status == 200 ? 1 : 0), "\(row.name): \(answer)")
            #expect(answer.values(of: "WWW-Authenticate").count <= 1, "\(row.name): \(answer)")
            guard let arrival = arrivals.first else {
                if let challenge = row.challenge, expected == row.status {
                    let found = answer.values(of: "WWW-Authenticate").first ?? ""
                    #expect(found.contains(challenge), "\(row.name): \(answer)")
                }
                return
            }
            #expect(!arrival.contains(MatrixRow.forbidden), "\(row.name): \(arrival)")
            #expect(answer.values(of: "X-Auth-Subject").isEmpty, "\(row.name): claims are not the client's")
            for echo in row.echoes {
                let found = HTTPAnswer.values(of: echo.name, in: arrival)
                #expect(echo.anyOf.contains(found), "\(row.name): \(echo.name) is \(found)")
            }
        }
    }
}
