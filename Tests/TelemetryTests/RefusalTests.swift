import Authorization
import Foundation
import Telemetry
import Testing

@Suite("Refusals for the status page")
struct RefusalTests {
    private func json(_ refusal: Refusal) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(refusal), as: UTF8.self)
    }

    @Test("Their members have the names that they have in the log; what is not known is left out")
    func names() throws {
        var refusal = Refusal(time: 1_900_000_000.5, listener: "127.0.0.1:9090", reason: .scopeInsufficient)
        let start = #"{"answer":403,"#
        let end = #""listener":"127.0.0.1:9090","reason":"scope_insufficient","time":1900000000.5}"#
        #expect(try json(refusal) == start + end)
        refusal.expected = "e"
        refusal.found = "f"
        refusal.issuer = "i"
        refusal.keyID = "k"
        refusal.rule = "r"
        refusal.method = "m"
        refusal.path = "/p"
        refusal.requestID = "id"
        refusal.traceParent = "t"
        #expect(
            try json(refusal) == start
                + #""expected":"e","found":"f","issuer":"i","kid":"k","listener":"127.0.0.1:9090","method":"m","path":"/p","#
                + #""reason":"scope_insufficient","request_id":"id","rule":"r","time":1900000000.5,"traceparent":"t"}"#
        )
    }
}
