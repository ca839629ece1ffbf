import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// The log of `postern serve`, where operators see why a token was refused.
    @Suite("Log lines of refusals")
    struct RefusalLogTests {
        @Test("A refusal is one line without the token") func aRefusalIsOneLineWithoutTheToken() async throws {
            let folder = try TemporaryFolder()
            let service = try await ReadyService(in: folder)
            let (key, issuer, postern) = (service.key, service.issuer, service.postern)

            let token = try issuer.token(key, expiresIn: -3600)
            let headers = ["Authorization: Bearer \(token)"]
            #expect(try HTTPClient.request(headers: headers, port: postern.nginxPort).status == 401)
            try await eventually("the refusal is logged") { postern.process.output.contains("token_expired") }
            try await service.stop()

            let output = postern.process.output
            let lines = output.split(separator: "\n").filter { $0.contains(#""reason""#) }
            #expect(lines.count == 1, "\(output)")
            let line = try #require(lines.first)
            let members = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(members["reason"] as? String == "token_expired")
            #expect(members["answer"] as? Int == 401)
            #expect(members["issuer"] as? String == issuer.issuer)
            #expect(members["kid"] as? String == key.keyID)
            #expect(members["listener"] as? String == "127.0.0.1:\(postern.nginxPort)")
            for name in ["time", "level", "message", "expected", "found"] {
                #expect(members[name] is String, "\(name): \(line)")
            }
            for part in token.split(separator: ".") {
                #expect(!output.contains(part), "\(output)")
            }
        }
    }
}
