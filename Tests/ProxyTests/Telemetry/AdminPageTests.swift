import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// The admin listener of `postern serve`, as probes and browsers ask it.
    @Suite("Admin pages of the service")
    struct AdminPageTests {
        @Test("Each page has its type and is never stored") func eachPageHasItsTypeAndIsNeverStored() async throws {
            let folder = try TemporaryFolder()
            let service = try await ReadyService(in: folder)
            let postern = service.postern
            let types = [
                "/livez": "text/plain; charset=utf-8", "/readyz": "text/plain; charset=utf-8",
                "/metrics": "text/plain; version=0.0.4; charset=utf-8", "/status.json": "application/json",
                "/": "text/html; charset=utf-8",
            ]
            for (path, type) in types {
                let answer = try HTTPClient.request("GET", path, port: postern.adminPort)
                #expect(answer.status == 200, "\(path)")
                #expect(answer.values(of: "Content-Type") == [type], "\(path)")
                #expect(answer.values(of: "Cache-Control") == ["no-store"], "\(path)")
                #expect(answer.values(of: "Content-Length") == ["\(answer.body.utf8.count)"], "\(path)")
                let head = try HTTPClient.request("HEAD", path, port: postern.adminPort)
                #expect(head.status == 200 && head.body.isEmpty, "\(path)")
                #expect(head.values(of: "Content-Type") == [type], "\(path)")
                let post = try HTTPClient.request("POST", path, port: postern.adminPort)
                #expect(post.status == 405, "\(path)")
                #expect(post.values(of: "Allow") == ["GET, HEAD"], "\(path)")
            }
            for path in ["/nothing", "/livez/", "/auth", "/hello"] {
                #expect(try HTTPClient.request("GET", path, port: postern.adminPort).status == 404, "\(path)")
            }
            // The decision listener has none of them.
            #expect(try HTTPClient.request("GET", "/metrics", port: postern.nginxPort).status == 401)
            try await service.stop()
        }

        @Test("The status says what happened") func theStatusSaysWhatHappened() async throws {
            let folder = try TemporaryFolder()
            let service = try await ReadyService(in: folder)
            let (key, issuer, postern) = (service.key, service.issuer, service.postern)
            let good = try ["Authorization: Bearer \(issuer.token(key))"]
            let bad = try ["Authorization: Bearer \(issuer.token(key, expiresIn: -3600))"]
            for _ in 0..<3 { _ = try HTTPClient.request(headers: good, port: postern.nginxPort) }
            _ = try HTTPClient.request(headers: bad, port: postern.nginxPort)

            let text = try HTTPClient.request("GET", "/status.json", port: postern.adminPort).body
            let status = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(status["ready"] as? Bool == true)
            #expect(status["allowed"] as? Int == 3)
            #expect(status["denied"] as? [String: Int] == ["token_expired": 1])
            let cache = try #require(status["cache"] as? [String: Int])
            #expect((cache["hits"] ?? 0) + (cache["misses"] ?? 0) == 4, "\(cache)")
            let refusal = try #require((status["refusals"] as? [[String: Any]])?.first)
            #expect(refusal["reason"] as? String == "token_expired")
            #expect(refusal["kid"] as? String == "ed25519-1")
            #expect(refusal["issuer"] as? String == issuer.issuer)
            let reported = try #require((status["issuers"] as? [[String: Any]])?.first)
            #expect(reported["state"] as? String == "fresh")
            #expect(reported["fetches"] as? Int == 1)
            for part in (good + bad).flatMap({ $0.split(separator: ".") }).dropFirst() {
                #expect(!text.contains(part))
            }
            try await eventually("the rates are noted") {
                let text = try HTTPClient.request("GET", "/status.json", port: postern.adminPort).body
                return !text.contains(#""allowed":[]"#)
            }
            try await service.stop()
        }
    }
}
