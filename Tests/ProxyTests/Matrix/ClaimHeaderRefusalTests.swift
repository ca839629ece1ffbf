import Testing

extension ProxySuite {
    /// `spoofed_claim_headers: refuse`: a request that brings a claim header is refused behind every proxy.
    @Suite("Claim headers of refusals")
    struct ClaimHeaderRefusalTests {
        private static let configuration = Square.configuration + "\nspoofed_claim_headers: refuse\n"

        @Test(
            "No claim header reaches the application",
            .enabled(if: !Front.installed.isEmpty, "no proxy is installed"),
            arguments: Front.installed
        )
        func noClaimHeaderReachesTheApplication(front: Front) async throws {
            try await Square.use([front], configuration: Self.configuration) { square in
                let token = try square.token()
                func status(_ fields: [String]) throws -> Int {
                    let lines = ["GET /hello HTTP/1.1", "Host: api.example", "Connection: close"] + fields
                    let request = (lines + ["Authorization: Bearer \(token)"]).joined(separator: "\r\n") + "\r\n\r\n"
                    return try HTTPClient.exchange(request, port: square.port(of: front)).status
                }
                let spoofed = try [["X-Auth-Subject: evil"], ["x-auth-company:"]].map(status)
                #expect(spoofed == [403, 403])
                #expect(square.arrivals.all.isEmpty)
                #expect(try status(["X-Other: fine"]) == 200)
            }
        }
    }
}
